"""Every table. Rows of uploads are inserted once and never updated or deleted; money is satang in BigInteger."""
