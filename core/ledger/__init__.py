"""Money: what orders owe, where the budget stands, plan and targets, the contract, what to look at twice."""
