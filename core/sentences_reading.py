"""Sentences about files and cells that can not be read as they stand. (Thai, English): place, fault, remedy."""

from collections.abc import Mapping

Pair = tuple[str, str]

FILE_ISSUES: Mapping[str, Pair] = {
    "empty_file": (
        "ไฟล์ {file} ว่างเปล่า โปรดบันทึกไฟล์ใน Excel แล้วเลือกใหม่",
        "{file} is empty. Save it in Excel and choose it again",
    ),
    "header_only": (
        "ไฟล์นี้มีแต่หัวตาราง ไม่มีแถวข้อมูล โปรดตรวจว่าเลือกไฟล์ถูกต้อง",
        "The file has a header and no rows. Check that it is the right file",
    ),
    "too_large": (
        "ไฟล์ {file} ใหญ่ {size} MB เกินกำหนด {limit} MB โปรดแบ่งไฟล์",
        "{file} is {size} MB; the limit is {limit} MB. Split the file",
    ),
    "too_many_rows": (
        "ไฟล์ {file} มีมากกว่า {limit} แถว โปรดแบ่งไฟล์",
        "{file} has more than {limit} rows. Split the file",
    ),
    "too_many_columns": (
        "ไฟล์ {file} มี {count} คอลัมน์ เกินกำหนด {limit} โปรดลบคอลัมน์ที่ไม่ใช้",
        "{file} has {count} columns; the limit is {limit}. Delete those that are not used",
    ),
    "too_many_cells": (
        "แผ่นงานใน {file} กว้างและยาวเกิน {limit} ช่อง มักเกิดจากข้อมูลที่อยู่ห่างจากตาราง โปรดลบช่องที่อยู่นอกตาราง",
        "A sheet of {file} spans over {limit} cells, often by a stray cell. Clear what lies outside the table",
    ),
    "not_a_table": (
        "ไฟล์ {file} เป็น {what} ไม่ใช่ตารางข้อมูล โปรดเลือกไฟล์ CSV หรือ XLSX",
        "{file} is {what}, not a table of data. Choose a CSV or XLSX file",
    ),
    "utf16": (
        "ไฟล์ {file} บันทึกเป็น Unicode Text (UTF-16) โปรดบันทึกใหม่เป็น CSV UTF-8 หรือ XLSX",
        "{file} is Unicode Text (UTF-16). Save it as CSV UTF-8 or XLSX",
    ),
    "binary": (
        "ไฟล์ {file} ไม่ใช่ข้อความ อาจเสียหายหรือเปลี่ยนนามสกุลมา โปรดเลือกไฟล์ CSV หรือ XLSX",
        "{file} is not text; it may be damaged or renamed. Choose a CSV or XLSX file",
    ),
    "unreadable_text": (
        "อ่านตัวอักษรในไฟล์ {file} ไม่ได้ (ไม่ใช่ UTF-8 และไม่ใช่ Windows-874) โปรดบันทึกใหม่เป็น CSV UTF-8 หรือ XLSX",
        "The letters of {file} can not be read (neither UTF-8 nor Windows-874). Save it as CSV UTF-8 or XLSX",
    ),
    "mojibake": (
        "ตัวอักษรไทยในไฟล์ {file} เพี้ยนมาก่อนแล้ว เพราะเปิดด้วยรหัสอักขระผิดแล้วบันทึกทับ โปรดใช้ไฟล์ต้นฉบับ",
        "The Thai in {file} was spoilt earlier: opened in the wrong encoding and saved. Use the original file",
    ),
    "thai_lost": (
        "ตัวอักษรไทยในไฟล์ {file} กลายเป็น ? ไปแล้ว โปรดใช้ไฟล์ต้นฉบับ บันทึกเป็น CSV UTF-8 หรือ XLSX",
        "The Thai in {file} was lost and reads ?. Save the original as CSV UTF-8 or XLSX",
    ),
    "encrypted": (
        "ไฟล์ {file} ใส่รหัสผ่านไว้ โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน",
        "{file} is locked by a password. Save it without one",
    ),
    "broken_workbook": (
        "เปิดสมุดงาน {file} ไม่ได้ ไฟล์อาจเสียหาย โปรดเปิดใน Excel แล้วบันทึกใหม่เป็น XLSX",
        "The workbook {file} can not be opened and may be damaged. Open it in Excel and save it as XLSX",
    ),
    "zip_bomb": (
        "ไฟล์ {file} ขยายออกเป็น {size} MB เกินกำหนด {limit} MB หรือบีบอัดไว้แน่นเกินไป ระบบไม่เปิด โปรดบันทึกใหม่จาก Excel",
        "{file} unpacks to {size} MB (limit {limit}) or is packed oddly; not opened. Save it anew from Excel",
    ),
    "xml_entities": (
        "สมุดงาน {file} มีคำสั่ง XML ที่ Excel ไม่ใช้ ระบบไม่เปิด โปรดบันทึกใหม่จาก Excel",
        "{file} holds XML declarations that Excel never writes; not opened. Save it anew from Excel",
    ),
    "sheet_missing": (
        "ไม่มีแผ่นงาน “{sheet}” ในไฟล์ {file} แผ่นงานที่มี: {sheets}",
        'There is no sheet "{sheet}" in {file}. Its sheets: {sheets}',
    ),
    "mapping_kind": (
        "การจับคู่ “{name}” ใช้กับข้อมูล {kind} ไม่ใช่ {kind2} โปรดเลือกให้ตรงกัน",
        'The mapping "{name}" is for {kind}, not {kind2}. Choose one that fits',
    ),
    "no_header": (
        "ไม่พบหัวตารางที่รู้จัก ไฟล์ต้องมีคอลัมน์ {needed} โปรดใช้แบบฟอร์ม หรือจับคู่คอลัมน์เอง",
        "No known header was found. The file needs {needed}. Use the form, or match the columns by hand",
    ),
    "wrong_kind": (
        "ไฟล์นี้น่าจะเป็น “{kind}” ไม่ใช่ “{kind2}” เปลี่ยนชนิดข้อมูลหรือไม่",
        'This looks like "{kind}", not "{kind2}". Change the kind?',
    ),
    "missing_column": (
        "ไม่มีคอลัมน์ “{th}” ซึ่งจำเป็น โปรดเพิ่มคอลัมน์นี้ หรือจับคู่กับคอลัมน์ที่มี",
        'The column "{th}" is needed and missing. Add it, or match a column of the file to it',
    ),
    "missing_code": (
        "ไม่มีคอลัมน์ “{th}” (เลขลำดับใช้แทนไม่ได้) โปรดเพิ่มรหัส หรือเลือกให้ระบบออกรหัสให้จากชื่อและตำบล",
        'The column "{th}" is missing (a running number will not do). Add codes, or have them made',
    ),
    "repeated_header": (
        "หัวตาราง “{header}” มีมากกว่าหนึ่งคอลัมน์ โปรดเหลือไว้คอลัมน์เดียวหรือเปลี่ยนชื่อ",
        'The header "{header}" stands over more than one column. Keep one, or rename the others',
    ),
    "mapping_header": (
        "การจับคู่อ้างถึงหัวตาราง “{header}” ซึ่งไม่มีในไฟล์นี้ โปรดตรวจว่าเลือกไฟล์หรือการจับคู่ถูกต้อง",
        'The mapping names the header "{header}", which is not in this file. Check the file, or the mapping',
    ),
    "bad_constant": (
        "ค่าคงที่ของ “{col}” คือ “{val}” ใช้ไม่ได้ โปรดแก้ในการจับคู่",
        'The constant "{val}" of "{col}" can not be used. Change it in the mapping',
    ),
    "id_column": (
        "คอลัมน์ “{header}” เป็นเลขประจำตัวประชาชน ระบบไม่รับและไม่ได้เก็บ โปรดลบคอลัมน์ หรือเลือกข้ามคอลัมน์นี้",
        'The column "{header}" holds national ID numbers: not accepted, not kept. Delete it, or choose to skip it',
    ),
    "bank_column": (
        "คอลัมน์ “{header}” เป็นเลขที่บัญชีธนาคาร ระบบไม่รับและไม่ได้เก็บ โปรดลบคอลัมน์ หรือเลือกข้ามคอลัมน์นี้",
        'The column "{header}" holds bank accounts: not accepted, not kept. Delete it, or choose to skip it',
    ),
    "wrong_width": (
        "แถว {row}: มี {cells} ช่อง แต่หัวตารางมี {width} ช่อง มักเกิดจากจุลภาคในข้อความ โปรดใส่เครื่องหมายคำพูดหรือบันทึกเป็น XLSX",
        "Row {row} has {cells} cells, the header {width}; often a comma inside a text. Quote the text, or save as XLSX",
    ),
    "bad_quotes": (
        'แถว {row}: เครื่องหมายคำพูด (") ไม่ครบคู่ จึงแยกช่องไม่ได้ โปรดแก้เครื่องหมาย หรือบันทึกเป็น XLSX',
        'Row {row}: a quotation mark (") is not paired, so the cells can not be told apart. Mend it, or save as XLSX',
    ),
}

CELL_ISSUES: Mapping[str, Pair] = {
    "bad_amount": (
        "แถว {row} ช่อง “{col}”: อ่าน “{val}” ไม่ได้ โปรดพิมพ์ใหม่ เช่น {eg}",
        'Row {row}, "{col}": cannot read "{val}". Type it again, e.g. {eg}',
    ),
    "bad_date": (
        "แถว {row} ช่อง “{col}”: อ่านวันที่ “{val}” ไม่ได้ โปรดพิมพ์ใหม่ เช่น {eg}",
        'Row {row}, "{col}": cannot read the date "{val}". Type it again, e.g. {eg}',
    ),
    "bad_month": (
        "แถว {row} ช่อง “{col}”: อ่านเดือน “{val}” ไม่ได้ โปรดพิมพ์ใหม่ เช่น {eg}",
        'Row {row}, "{col}": cannot read the month "{val}". Type it again, e.g. {eg}',
    ),
    "bad_number": (
        "แถว {row} ช่อง “{col}”: อ่านจำนวน “{val}” ไม่ได้ โปรดพิมพ์เป็นตัวเลข เช่น {eg}",
        'Row {row}, "{col}": cannot read the number "{val}". Type digits, e.g. {eg}',
    ),
    "bad_line": (
        "แถว {row} ช่อง “{col}”: เลขบรรทัด “{val}” ต้องเป็นจำนวนเต็มตั้งแต่ 1 เช่น {eg}",
        'Row {row}, "{col}": the line number "{val}" must be a whole number from 1, e.g. {eg}',
    ),
    "bad_percent": (
        "แถว {row} ช่อง “{col}”: อ่านร้อยละ “{val}” ไม่ได้ โปรดพิมพ์ 0 ถึง 100 เช่น {eg}",
        'Row {row}, "{col}": cannot read the percentage "{val}". Type 0 to 100, e.g. {eg}',
    ),
    "percent_fraction": (
        "แถว {row} ช่อง “{col}”: เซลล์มีค่า “{val}” เป็นร้อยละ {val} หรือ {percent} Excel เก็บเซลล์รูปแบบ % เป็นเศษส่วน "
        "โปรดจัดรูปแบบเป็น “ข้อความ” แล้วพิมพ์ เช่น {eg}",
        'Row {row}, "{col}": the cell holds {val}; is that {val} or {percent} per cent? Excel keeps a % cell as a '
        "fraction. Format as Text and type it, e.g. {eg}",
    ),
    "long_number": (
        "แถว {row} ช่อง “{col}”: “{val}” เป็นเซลล์ตัวเลขที่ยาวเกิน 15 หลัก Excel เปลี่ยนเลขท้ายไปแล้ว "
        "โปรดจัดรูปแบบเป็น “ข้อความ” แล้วพิมพ์ใหม่",
        'Row {row}, "{col}": "{val}" is a number cell of more than 15 digits, and Excel has changed the last ones. '
        "Format as Text and type it again",
    ),
    "amount_decimals": (
        "แถว {row} ช่อง “{col}”: “{val}” มีทศนิยมเกินสองตำแหน่ง โปรดพิมพ์เป็นบาทและสตางค์ เช่น 1,200.00",
        'Row {row}, "{col}": "{val}" has more than two decimals. Type baht and satang, e.g. 1,200.00',
    ),
    "negative_amount": (
        "แถว {row} ช่อง “{col}”: “{val}” ติดลบ จำนวนเงินต้องไม่ติดลบ หากเป็นเงินที่ได้คืน โปรดใช้รายการ เบิกเกินส่งคืน",
        'Row {row}, "{col}": "{val}" is negative; amounts never are. For money returned use entry เบิกเกินส่งคืน (refund)',
    ),
    "impossible_date": (
        "แถว {row} ช่อง “{col}”: ไม่มีวันที่ “{val}” ในปฏิทิน โปรดตรวจวัน เดือน และปี",
        'Row {row}, "{col}": "{val}" is not a day of the calendar. Check day, month and year',
    ),
    "month_over_12": (
        "แถว {row} ช่อง “{col}”: “{val}” มีเดือนเกิน 12 คอลัมน์นี้เขียนเดือนนำหน้าวันหรือไม่ โปรดเขียนเป็น วัน/เดือน/ปี ทั้งคอลัมน์",
        'Row {row}, "{col}": "{val}" has a month above 12. Is the month first? Write day/month/year throughout',
    ),
    "not_in_list": (
        "แถว {row} ช่อง “{col}”: “{val}” ไม่อยู่ในรายการ{hint} โปรดเลือกจาก {choices}",
        'Row {row}, "{col}": "{val}" is not in the list.{hint} Choose from {choices}',
    ),
    "bare_transfer": (
        "แถว {row} ช่อง “{col}”: “{val}” หมายถึงรายการใด โปรดเลือก โอนเปลี่ยนแปลงเพิ่ม โอนเปลี่ยนแปลงลด หรือ จัดสรร "
        "(หากเป็นการจ่ายโดยโอนเงิน ใช้ เบิกจ่าย)",
        'Row {row}, "{col}": which is "{val}"? Transfer in, transfer out or allotment (a payment is เบิกจ่าย)',
    ),
    "bad_standard": (
        "แถว {row} ช่อง “{col}”: บางส่วนของ “{val}” ไม่ตรงรายการ จึงเว้นส่วนนั้นไว้ โปรดเขียนแบบ มผช.=ยื่นคำขอ; อย.=ได้รับการรับรอง",
        'Row {row}, "{col}": part of "{val}" is not in the lists and was left out. Write มผช.=ยื่นคำขอ; อย.=ได้รับการรับรอง',
    ),
    "unknown_amphoe": (
        "แถว {row} ช่อง “{col}”: “{val}” ไม่ใช่อำเภอของจังหวัดในโครงการ{hint} โปรดแก้ชื่ออำเภอ",
        'Row {row}, "{col}": "{val}" is not an amphoe of the project\'s province.{hint} Correct the name',
    ),
    "exceldate": (
        "แถว {row} ช่อง “{col}”: Excel แปลงเลขที่เอกสารเป็นวันที่ โปรดจัดรูปแบบเป็น “ข้อความ” แล้วพิมพ์ใหม่",
        'Row {row}, "{col}": Excel turned the number into a date. Format as Text and type again',
    ),
    "excel_error": (
        "แถว {row} ช่อง “{col}”: มีข้อผิดพลาดของ Excel “{val}” โปรดแก้สูตรหรือพิมพ์ค่า",
        'Row {row}, "{col}": holds the Excel error "{val}". Mend the formula, or type the value',
    ),
    "damaged_text": (
        "แถว {row} ช่อง “{col}”: ตัวอักษรบางตัวใน “{val}” เสียหาย โปรดพิมพ์ใหม่",
        'Row {row}, "{col}": some letters of "{val}" are damaged. Type it again',
    ),
    "cell_too_long": (
        "แถว {row} ช่อง “{col}”: ข้อความยาวเกิน {limit} ตัวอักษร โปรดย่อ หรือตรวจเครื่องหมายคำพูดที่ไม่ได้ปิด",
        'Row {row}, "{col}": the text is longer than {limit} letters. Shorten it, or close a quotation mark',
    ),
    "number_cell": (
        "แถว {row} ช่อง “{col}”: “{val}” เป็นเซลล์ตัวเลข Excel อาจตัด 0 ท้าย (1.10 เป็น 1.1) โปรดจัดรูปแบบเป็น “ข้อความ” แล้วตรวจ",
        'Row {row}, "{col}": "{val}" is a number cell; Excel may have cut a final 0. Format as Text and check',
    ),
    "phone_odd": (
        "แถว {row} ช่อง “{col}”: ไม่ใช่รูปแบบเบอร์โทรศัพท์ โปรดตรวจ เช่น 081-234-5678",
        'Row {row}, "{col}": not the form of a telephone number. Check it, e.g. 081-234-5678',
    ),
    "mask_unknown": (
        "แถว {row} ช่อง “{col}”: เป็นเบอร์ที่ปิดบังไว้และไม่ตรงกับข้อมูลเดิม จึงเว้นว่าง โปรดพิมพ์เบอร์เต็ม",
        'Row {row}, "{col}": a masked number that matches none known, so it was left empty. Type the whole number',
    ),
    "mask_person_unknown": (
        "แถว {row} ช่อง “{col}”: ชื่อบุคคลถูกปิดบังไว้และไม่ตรงกับข้อมูลเดิม จึงเก็บตามที่พิมพ์ โปรดพิมพ์ชื่อเต็มหากต้องการเก็บชื่อ",
        'Row {row}, "{col}": a masked name that matches none known, kept as typed. Type the name if it is to be kept',
    ),
    "id13": (
        "แถว {row} ช่อง “{col}”: มีเลขประจำตัวประชาชน ระบบไม่รับและไม่ได้เก็บ โปรดลบแล้วนำเข้าใหม่",
        'Row {row}, "{col}": a national ID number. Not accepted, not kept. Remove it and load again',
    ),
    "barcode13": (
        "แถว {row} ช่อง “{col}”: เลข 13 หลักนี้เป็นบาร์โค้ดสินค้าไทย (885) จึงรับไว้",
        'Row {row}, "{col}": this 13-digit number is a Thai barcode (885) and was accepted',
    ),
    "missing_cell": (
        "แถว {row} ช่อง “{col}”: ว่างอยู่ ซึ่งจำเป็น โปรดกรอก{how}",
        'Row {row}, "{col}": empty, and needed. Fill it in{how}',
    ),
    "one_of_missing": (
        "แถว {row}: ต้องกรอกอย่างน้อยหนึ่งช่องใน {cols}",
        "Row {row}: at least one of {cols} is needed",
    ),
    "two_amounts": (
        "แถว {row}: มีจำนวนเงินมากกว่าหนึ่งคอลัมน์ โปรดแยกเป็นแถวละหนึ่งรายการ",
        "Row {row} has amounts in more than one column. Write one entry a row",
    ),
    "merged_amount": (
        "แถว {row} ช่อง “{col}”: เซลล์ตัวเลขหรือรหัสที่ผสานไว้ไม่ถูกเติมซ้ำ โปรดเลิกผสานเซลล์แล้วกรอกทีละแถว",
        'Row {row}, "{col}": a merged number or code is not repeated. Unmerge the cells and fill in each row',
    ),
}
