"""Sentences about data that can be read and does not fit, or that is told for information. (Thai, English)."""

from collections.abc import Mapping

Pair = tuple[str, str]

CHECK_ISSUES: Mapping[str, Pair] = {
    "repeated_line": (
        "แถว {row}: เลขที่เอกสารและบรรทัดซ้ำกับแถว {row2} หากเป็นคนละรายการ โปรดใส่เลขบรรทัด 1, 2, 3",
        "Row {row} repeats the document and line number of row {row2}. If these are two entries, number the lines",
    ),
    "repeated_key": (
        "แถว {row} ช่อง “{col}”: “{val}” ซ้ำกับแถว {row2} โปรดลบแถวที่ซ้ำหรือแก้รหัส",
        'Row {row}, "{col}": "{val}" repeats row {row2}. Delete one of them, or correct the code',
    ),
    "append_exists": (
        "แถว {row}: มีอยู่แล้วในชุดเดิมแต่ข้อมูลต่างกัน โปรดเลือก “ปรับเฉพาะแถวในไฟล์” หรือแก้เลขที่",
        'Row {row} is already in the earlier set with other data. Choose "update these rows", or correct the number',
    ),
    "far_date": (
        "แถว {row} ช่อง “{col}”: “{val}” ({words}) อยู่นอกช่วงปี {low}–{high} โปรดตรวจปี",
        'Row {row}, "{col}": "{val}" ({words}) lies outside the years {low}–{high} BE. Check the year',
    ),
    "outside_year": (
        "แถว {row} ช่อง “{col}”: “{val}” ({words}) อยู่นอกปีงบประมาณ {ours} โปรดตรวจวันที่",
        'Row {row}, "{col}": "{val}" ({words}) lies outside fiscal year {ours}. Check the date',
    ),
    "other_year": (
        "{count} แถวลงวันที่นอกปีงบประมาณ {ours} น่าจะเป็นข้อมูลปี {year} โปรดตรวจว่าเลือกโครงการถูกต้อง",
        "{count} rows lie outside fiscal year {ours}; the data looks like {year}. Is the project right?",
    ),
    "carried_over": (
        "{count} แถวเป็นการเบิกจากเงินกันไว้เบิกเหลื่อมปี (จ่ายหลังสิ้นปีงบประมาณตามหนี้ที่ผูกพันไว้ก่อน)",
        "{count} rows are paid from money carried over (after the year's end, on an order bound before it)",
    ),
    "after_as_of": (
        "ช่อง “{col}”: {count} แถวลงวันที่หลังวันที่ข้อมูล ({as_of}) ยังไม่นับ (แถว {rows}) โปรดตรวจวันที่ข้อมูล",
        '"{col}": {count} rows are dated after {as_of}, the day of the data, and not yet counted (rows {rows})',
    ),
    "unknown_tambon": (
        "แถว {row} ช่อง “{col}”: ไม่มีตำบล “{val}” ในอำเภอ{amphoe}{hint} โปรดตรวจชื่อตำบลหรืออำเภอ",
        'Row {row}, "{col}": amphoe {amphoe} has no tambon "{val}".{hint} Check both names',
    ),
    "stage_not_used": (
        "แถว {row} ช่อง “{col}”: โครงการนี้ไม่ใช้ขั้นตอน “{stage}” โปรดเลือกขั้นตอนอื่น",
        'Row {row}, "{col}": this project does not use the stage "{stage}". Choose another',
    ),
    "stage_former": (
        "แถว {row} ช่อง “{col}”: ยังเป็น “{stage}” ซึ่งโครงการไม่ใช้แล้ว จึงนับว่ายังไม่ถึงขั้นแรก โปรดเลือกขั้นตอนที่ใช้อยู่",
        'Row {row}, "{col}": still "{stage}", which the project no longer lists, so it counts as below the first. '
        "Choose a present stage",
    ),
    "registered_no_date": (
        "แถว {row}: อยู่ขั้น “{stage}” แต่ไม่มีวันที่ลงทะเบียน จึงยังไม่นับ (รอวันที่) โปรดกรอกวันที่",
        'Row {row} is at "{stage}" without a date, and is not counted yet. Fill in the date',
    ),
    "date_not_registered": (
        "แถว {row} ช่อง “{col}”: มีวันที่ลงทะเบียนแล้ว แต่ขั้นตอนยังเป็น “{stage}” โปรดตรวจว่าควรเป็น “{goal}” หรือไม่",
        'Row {row}, "{col}": has a registration date while its stage is "{stage}". Should it be "{goal}"?',
    ),
    "registered_before": (
        "ช่อง “{col}”: {count} จาก {known} วันที่อยู่ก่อนเริ่มโครงการ จึงไม่นับเป็นผลของโครงการ โปรดตรวจว่าไม่ใช่วันจดทะเบียนจัดตั้งกลุ่ม",
        '"{col}": {count} of {known} dates lie before the project and do not count. Are they founding dates?',
    ),
    "same_name": (
        "แถว {row} ช่อง “{col}”: “{val}” ชื่อและตำบลเดียวกับ{other} แต่คนละรหัส โปรดตรวจ",
        'Row {row}, "{col}": "{val}" has the name and tambon of {other} under another code. Please check',
    ),
    "more_than_target": (
        "มีกลุ่มที่อยู่ในโครงการ {count} กลุ่ม มากกว่าเป้าหมาย {target} กลุ่ม โปรดตรวจสถานะของกลุ่มที่ถอนตัวหรือเปลี่ยน",
        "{count} groups are in the project, more than the target of {target}. Check who has withdrawn or was replaced",
    ),
    "unknown_group": (
        "แถว {row} ช่อง “{col}”: ไม่มีกลุ่มรหัส “{val}” ในข้อมูลกลุ่มอาชีพ โปรดตรวจรหัส หรือนำเข้ากลุ่มก่อน",
        'Row {row}, "{col}": no group has the code "{val}". Check the code, or load the groups first',
    ),
    "no_groups_yet": (
        "ยังไม่มีข้อมูลกลุ่มอาชีพให้เทียบรหัสกลุ่ม",
        "No groups are loaded yet to compare the group codes with",
    ),
    "quadrant_d_with_standard": (
        "แถว {row} ช่อง “{col}”: Quadrant {val} คือยังไม่มีมาตรฐาน แต่ช่องมาตรฐานระบุว่าได้รับการรับรองแล้ว โปรดตรวจ",
        'Row {row}, "{col}": quadrant {val} means no standard yet, while one is certified. Please check',
    ),
    "quadrant_without_standard": (
        "แถว {row} ช่อง “{col}”: Quadrant {val} ต้องมีมาตรฐานที่ได้รับการรับรองแล้ว โปรดตรวจ",
        'Row {row}, "{col}": quadrant {val} needs a certified standard. Please check',
    ),
    "stars_range": (
        "แถว {row} ช่อง “{col}”: “{val}” ระดับดาวต้องเป็น 1 ถึง 5 โปรดตรวจ",
        'Row {row}, "{col}": "{val}"; stars are 1 to 5. Please check',
    ),
    "settles_unknown": (
        "แถว {row} ช่อง “{col}”: ไม่พบการก่อหนี้เลขที่ “{val}” ในไฟล์นี้{hint} โปรดตรวจเลขที่ มิฉะนั้นจะนับทั้งหนี้และเงินจ่าย",
        'Row {row}, "{col}": no commitment "{val}" in this file.{hint} Check it, or debt and payment both count',
    ),
    "settles_likely": (
        "แถว {row} ช่อง “{col}”: ว่างอยู่ รายการนี้อาจจ่ายตาม {docs} โปรดใส่เลขที่ มิฉะนั้นจะนับทั้งหนี้และเงินจ่าย",
        'Row {row}, "{col}": empty; this may pay {docs}. Fill it in, or debt and payment both count',
    ),
    "release_no_order": (
        "แถว {row} ช่อง “{col}”: ลดหนี้ผูกพันต้องระบุเลขที่ที่ลด มิฉะนั้นหนี้จะไม่ลด โปรดใส่เลขที่",
        'Row {row}, "{col}": a release must name its order, or nothing is released. Fill in the number',
    ),
    "overpaid": (
        "แถว {row}: จ่ายตาม {doc} เกินที่ผูกพัน {over} บาท (ผูกพัน {bound} บาท) โปรดตรวจจำนวนเงินหรือเลขที่อ้างอิง",
        "Row {row}: {doc} is paid {over} baht above what was bound ({bound} baht). Check the amount or the number",
    ),
    "paid_99": (
        "แถว {row} ช่อง “{col}”: {val} บาท เท่ากับร้อยละ 99 ของยอดคงค้าง {rest} บาทของ {doc} พอดี โปรดกรอกยอดก่อนหักภาษี",
        'Row {row}, "{col}": {val} baht is exactly 99 % of the {rest} baht left of {doc}. Enter the amount before tax',
    ),
    "paid_before_bound": (
        "แถว {row} ช่อง “{col}”: จ่ายก่อนวันที่ก่อหนี้ของ {doc} โปรดตรวจวันที่",
        'Row {row}, "{col}": paid before {doc} was bound. Check the dates',
    ),
    "over_budget": (
        "ใช้จ่ายรวมก่อหนี้ {val} บาท เกินงบหลังโอนเปลี่ยนแปลง {net} บาท อยู่ {over} บาท โปรดตรวจรายการจ่ายที่ไม่ได้อ้างเลขที่ผูกพัน",
        "Spent and bound {val} baht: {over} above the budget after transfers ({net}). Do payments name their orders?",
    ),
    "transfers_unequal": (
        "โอนเปลี่ยนแปลงเพิ่ม {tin} บาท ไม่เท่ากับโอนเปลี่ยนแปลงลด {tout} บาท งบโครงการจึงเปลี่ยน โปรดตรวจคำสั่งโอน",
        "Transfers in ({tin} baht) and out ({tout} baht) differ, so the budget changes. Check the transfer orders",
    ),
    "unknown_expense_line": (
        "ช่อง “{col}”: หมวด “{val}” ({count} แถว) ไม่มีในโครงการ{hint} โปรดตรวจชื่อหมวด",
        '"{col}": the project has no expense line "{val}" ({count} rows).{hint} Check the name',
    ),
    "person_payee": (
        "ช่อง “{col}”: {count} แถวมีชื่อบุคคล ในไฟล์ส่งออกและเอกสารจะแสดงเป็น “บุคคลธรรมดา”",
        '"{col}": {count} rows name a person; exports and papers show บุคคลธรรมดา instead',
    ),
    "balance_differs": (
        "แถว {row}: คงเหลือ {val} บาท ไม่ต่อเนื่องจากแถวก่อน ({before} บาท) โปรดตรวจจำนวนเงินหรือแถวที่ขาด",
        "Row {row}: the balance {val} baht does not follow from {before} baht in the row before. Is a row missing?",
    ),
    "plan_falls": (
        "แถว {row} ช่อง “{col}”: แผนสะสมของ {month} น้อยกว่าเดือนก่อน โปรดตรวจว่ากรอกยอดสะสม",
        'Row {row}, "{col}": the cumulative plan of {month} is below the month before. Are these cumulative figures?',
    ),
    "plan_over_target": (
        "แผนจบที่ {month} ด้วย {val} กลุ่ม มากกว่าเป้าหมาย {target} กลุ่ม",
        "The plan ends in {month} at {val} groups, above the target of {target}",
    ),
    "plan_under_target": (
        "แผนจบที่ {month} ด้วย {val} กลุ่ม ยังไม่ถึงเป้าหมาย {target} กลุ่ม",
        "The plan ends in {month} at {val} groups, below the target of {target}",
    ),
    "plan_over_budget": (
        "แผนจบที่ {month} ด้วย {val} บาท มากกว่างบหลังโอนเปลี่ยนแปลง {budget} บาท อยู่ {over} บาท",
        "The plan ends in {month} at {val} baht: {over} above the budget after transfers ({budget})",
    ),
    "plan_under_budget": (
        "แผนจบที่ {month} ด้วย {val} บาท น้อยกว่างบหลังโอนเปลี่ยนแปลง {budget} บาท อยู่ {over} บาท",
        "The plan ends in {month} at {val} baht: {over} below the budget after transfers ({budget})",
    ),
    "plan_starts_late": (
        "แผนไม่มีเดือน {months} ซึ่งอยู่ก่อนเดือนแรกของแผน ระบบถือว่าแผนของเดือนเหล่านั้นเป็น 0",
        "The plan leaves out {months}, before its first month; nothing is expected there",
    ),
    "plan_ends_early": (
        "แผนไม่มีเดือน {months} ซึ่งอยู่หลังเดือนสุดท้ายของแผน ระบบใช้ยอดของเดือนสุดท้ายต่อไป",
        "The plan leaves out {months}, after its last month; its last value holds there",
    ),
    "plan_empty": (
        "แบบฟอร์มแผนยังไม่ได้กรอก โปรดกรอก {cols} อย่างน้อยหนึ่งช่องของแต่ละเดือน (ยอดสะสมตั้งแต่ต้นปี) เดือนที่ไม่ใช้ลบทั้งแถวได้",
        "The plan's form is not filled in: for each month give at least one of {cols}, cumulative from the start of "
        "the year; a month that is not needed may be deleted",
    ),
    "fewer_than_target": (
        "มีกลุ่มที่อยู่ในโครงการ {count} กลุ่ม จากเป้าหมาย {target} กลุ่ม",
        "{count} groups are in the project, of a target of {target}",
    ),
    "plan_changes_past": (
        "แผนนี้เปลี่ยนผลของเดือนที่ผ่านมาแล้ว: {day} จาก {before} เป็น {after} โปรดตรวจ หรือเลือกวันของแผนหลังข้อมูลล่าสุด",
        "This plan changes a month that is over: {day} from {before} to {after}. Check it, or date the plan later",
    ),
    "plan_gap": (
        "แผนไม่มีเดือน {months} ระบบจะประมาณจากเดือนข้างเคียง",
        "The plan leaves out {months}; these are interpolated",
    ),
    "instalment_percent": (
        "ร้อยละของทุกงวดรวมได้ {val} ไม่ใช่ 100 โปรดตรวจ",
        "The percentages of the instalments make {val}, not 100. Please check",
    ),
    "instalment_amount": (
        "จำนวนเงินทุกงวดของ {contract} รวม {val} บาท ไม่เท่ากับสัญญา {bound} บาท โปรดตรวจ",
        "The instalments of {contract} make {val} baht; the contract is {bound} baht. Please check",
    ),
    "instalment_order": (
        "แถว {row} ช่อง “{col}”: อยู่ก่อนวันที่ของขั้นก่อนหน้า (ส่งมอบ ตรวจรับ เบิกจ่าย) โปรดตรวจวันที่",
        'Row {row}, "{col}": lies before the step that precedes it (delivered, accepted, paid). Check the dates',
    ),
    "instalment_step": (
        "แถว {row} ช่อง “{col}”: ว่างอยู่ แต่มีวันที่ของขั้นถัดไปแล้ว โปรดกรอก",
        'Row {row}, "{col}": empty while the next step has a date. Fill it in',
    ),
    "rows_vanished": (
        "{count} แถวที่มีในชุดก่อนไม่มีในไฟล์นี้ ({names}) โปรดตรวจว่าตั้งใจนำออก",
        "{count} rows of the earlier set are not in this file ({names}). Are they meant to go?",
    ),
    "partial_file": (
        "ไฟล์นี้มีเฉพาะ{m}: นำไปต่อท้ายข้อมูลเดิม หรือใช้แทนทั้งหมด (จะนำ {count} แถวออก)",
        "Only {m} in this file: append, or replace everything (which takes {count} rows out)",
    ),
    "stage_back": (
        "แถว {row} ช่อง “{col}”: ถอยจาก “{before}” เป็น “{after}” โปรดตรวจ",
        'Row {row}, "{col}": moved back from "{before}" to "{after}". Please check',
    ),
    "amount_lowered": (
        "แถว {row} ช่อง “{col}”: ลดจาก {before} เป็น {after} โปรดตรวจ",
        'Row {row}, "{col}": lowered from {before} to {after}. Please check',
    ),
    "jump": (
        "แถว {row} ช่อง “{col}”: เปลี่ยนจาก {before} เป็น {val} ต่างกันตั้งแต่ 10 เท่า โปรดตรวจจุลภาคและจุดทศนิยม",
        'Row {row}, "{col}": changed from {before} to {val}, 10 times or more. Check commas and the decimal point',
    ),
    "compare_differs": (
        "{what}ที่คำนวณจากวันที่ตรงกับช่อง “{header}” {equal} จาก {total} แถว (ต่างที่แถว {rows}) โปรดตรวจวันที่",
        'The {what} computed from the date equals "{header}" in {equal} of {total} rows (not {rows}). Check the dates',
    ),
}

INFO_ISSUES: Mapping[str, Pair] = {
    "known_file": (
        "ไฟล์นี้ตรงกับชุดที่ {set} ของข้อมูล{kind} ณ {day}{state}",
        "This file is the same as set {set} of {kind} as of {day}{state}",
    ),
    "compared": (
        "{what}ที่คำนวณจากวันที่ตรงกับช่อง “{header}” {equal} จาก {total} แถว",
        'The {what} computed from the date equals "{header}" in {equal} of {total} rows',
    ),
    "skipped_rows": (
        "ข้ามแถวรวม ยอดยกมา หรือหมายเหตุ {count} แถว (แถว {rows})",
        "{count} total, carried or remark rows were skipped (rows {rows})",
    ),
    "headers_again": (
        "ข้ามหัวตารางที่ซ้ำกลางตาราง {count} แถว (แถว {rows})",
        "The header repeated within the table was skipped (rows: {count}; {rows})",
    ),
    "example_row": (
        "ข้ามแถวตัวอย่างของแบบฟอร์ม (แถว {rows})",
        "The form's example row was skipped (row {rows})",
    ),
    "title_rows": (
        "หัวตารางอยู่แถวที่ {header} ข้ามบรรทัดชื่อเรื่องด้านบน {count} แถว",
        "The header is in row {header}; {count} title rows above it were skipped",
    ),
    "other_sheets": (
        "อ่านเฉพาะแผ่นงาน “{sheet}” ยังมีแผ่นงานแบบเดียวกันอีก: {others} โปรดเลือกหากต้องการอ่านรวมกัน",
        'Only the sheet "{sheet}" was read. Others have the same form: {others}. Choose them to read all as one',
    ),
    "unmapped_header": (
        "ไม่ได้อ่านคอลัมน์ “{header}” เพราะไม่ตรงกับคอลัมน์ใด{hint}",
        'The column "{header}" was not read: it matches none.{hint}',
    ),
    "folded": (
        "ปรับรูปแบบโดยไม่เปลี่ยนความหมาย: {what} {count} แห่ง",
        "Folded without changing the meaning: {what}, {count}",
    ),
    "codes_minted": (
        "ออกรหัสให้ {count} แถวจากชื่อและตำบล โปรดดาวน์โหลดไฟล์ที่มีรหัสไว้ใช้ครั้งต่อไป",
        "Codes were made for {count} rows from name and tambon. Download the sheet with them for the next time",
    ),
    "edited": ("แก้ไขบนหน้าจอ {count} ช่อง", "{count} cells were corrected on the screen"),
    "edit_unused": (
        "แถว {row} ช่อง “{col}”: ไม่พบช่องที่แก้ไขบนหน้าจอในไฟล์นี้ โปรดแก้ใหม่",
        'Row {row}, "{col}": the cell corrected on the screen is not in this file. Correct it again',
    ),
    "more_issues": (
        "ยังมีอีก {count} แห่งในเรื่องเดียวกัน ({val}) ที่ไม่ได้แสดงทีละแถว",
        "{count} more of the same ({val}) are not listed one by one",
    ),
}
