"""Sentences about a project's file: what is wrong with one setting, and the remedy. (Thai, English)."""

from collections.abc import Mapping

Pair = tuple[str, str]

# Where a fault stands: with the value, for a setting that is not there, for the file as a whole.
AT: Mapping[str, Pair] = {
    "value": ("แฟ้มโครงการ {file} ค่า {path} = {value}: {what}", "Project file {file}, {path} = {value}: {what}"),
    "absent": ("แฟ้มโครงการ {file} ค่า {path}: {what}", "Project file {file}, {path}: {what}"),
    "whole": ("แฟ้มโครงการ {file}: {what}", "Project file {file}: {what}"),
}

SETTINGS: Mapping[str, Pair] = {
    "no_folder": ("ไม่มีโฟลเดอร์นี้ โปรดตรวจค่า {example}", "there is no such folder. Check the setting {example}"),
    "unreadable": (
        "เปิดอ่านไม่ได้ โปรดตรวจว่ายังมีแฟ้มและมีสิทธิ์อ่าน",
        "it can not be opened. Check that it is there and may be read",
    ),
    "not_followed": (
        "แก้ส่วนนี้ของแฟ้มต้นทางทีละบรรทัดไม่ได้ โปรดเขียนส่วนนี้ในแฟ้มต้นทางเป็นหมวดละบรรทัดก่อน",
        "this part of the old file can not be changed line by line. "
        "Write it in the old file as sections, a setting a line",
    ),
    "not_utf8": (
        "ไม่ได้บันทึกเป็น {encoding} โปรดบันทึกแฟ้มใหม่โดยเลือกการเข้ารหัส {encoding}",
        "it is not saved as {encoding}. Save it again and choose the encoding {encoding}",
    ),
    "not_toml": (
        "บรรทัด {line} ({found}) ไม่เป็นไปตามรูปแบบ {form} โปรดตรวจบรรทัดนี้และบรรทัดก่อน ทั้งเครื่องหมายคำพูด วงเล็บ และ =",
        "line {line} ({found}) does not follow the form {form}. Check this line and the one before: "
        "quotation marks, brackets and the sign =",
    ),
    "missing": (
        "ไม่มีค่านี้ในแฟ้ม โปรดเพิ่ม โดยดูรูปแบบจากแฟ้มโครงการที่มากับโปรแกรม",
        "the setting is missing. Add it; the project files that come with the program show its form",
    ),
    "missing_language": (
        "ข้อความต้องมีทั้งภาษาไทยและภาษาอังกฤษ โปรดเพิ่มค่านี้",
        "a text needs both Thai and English. Add this setting",
    ),
    "unknown": (
        "โปรแกรมไม่รู้จักค่าชื่อนี้ โปรดลบออก หรือแก้ชื่อให้ถูกต้อง",
        "the program knows no setting of this name. Remove it or correct its name",
    ),
    "unknown_like": (
        "โปรแกรมไม่รู้จักค่าชื่อนี้ หากหมายถึง {like} โปรดแก้ชื่อ หากไม่ใช่ โปรดลบออก",
        "the program knows no setting of this name. If {like} is meant, correct the name; if not, remove it",
    ),
    "text": (
        "ต้องเป็นข้อความในเครื่องหมายคำพูด โปรดเขียนเช่น {example}",
        "must be a text in quotation marks. Write for example {example}",
    ),
    "empty": (
        "ข้อความว่างเปล่า โปรดกรอก หรือลบบรรทัดนี้หากไม่จำเป็น",
        "the text is empty. Fill it in, or remove the line if it is not needed",
    ),
    "whole_number": (
        "ต้องเป็นจำนวนเต็ม ไม่มีเครื่องหมายคำพูด จุลภาค หรือหน่วย โปรดเขียนเช่น {example}",
        "must be a whole number without quotation marks, commas or unit. Write for example {example}",
    ),
    "number": (
        "ต้องเป็นตัวเลข ไม่มีเครื่องหมายคำพูด จุลภาค หรือหน่วย โปรดเขียนเช่น {example}",
        "must be a number without quotation marks, commas or unit. Write for example {example}",
    ),
    "satang": (
        "จำนวนเงินมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง โปรดแก้เช่น {example}",
        "an amount has at most 2 decimals. Correct it, for example to {example}",
    ),
    "flag": ("ต้องเป็น {yes} หรือ {no} โดยไม่มีเครื่องหมายคำพูด", "must be {yes} or {no} without quotation marks"),
    "day": (
        "ต้องเป็นวันที่แบบ ปี-เดือน-วัน โดยใช้ปี ค.ศ. และไม่มีเครื่องหมายคำพูด โปรดเขียนเช่น {example}",
        "must be a date, year-month-day with the year in the Common Era, without quotation marks. "
        "Write for example {example}",
    ),
    "day_be": (
        "ปีของวันที่ในแฟ้มโครงการเขียนเป็น ค.ศ. ค่านี้เป็นปี พ.ศ. โปรดแก้เป็น {meant}",
        "years of dates in a project file are in the Common Era; this one is in the Buddhist era. Write {meant}",
    ),
    "year_ce": (
        "ค่านี้เขียนเป็นปี พ.ศ. แต่พบปี ค.ศ. โปรดแก้เป็น {meant}",
        "this year is written in the Buddhist era, and a year of the Common Era was found. Write {meant}",
    ),
    "range": ("ต้องอยู่ระหว่าง {low} ถึง {high} โปรดแก้", "must lie between {low} and {high}. Correct it"),
    "choice": ("ต้องเป็นค่าใดค่าหนึ่งใน {choices} โปรดแก้", "must be one of {choices}. Correct it"),
    "list": ("ต้องเป็นรายการ โปรดเขียนเช่น {example}", "must be a list. Write for example {example}"),
    "table": (
        "ต้องเป็นหมวดที่มีค่าย่อย โปรดเขียนเช่น {example}",
        "must be a section with settings. Write for example {example}",
    ),
    "code": (
        "รหัสใช้ได้เฉพาะตัวอักษรอังกฤษ ตัวเลข และขีด ไม่เกิน 60 ตัว โปรดเขียนเช่น {example}",
        "a code has Latin letters, digits and dashes alone, at most 60. Write for example {example}",
    ),
    "stage_code": (
        "รหัสขั้นตอนใช้ได้เฉพาะตัวอักษรอังกฤษตัวเล็ก ตัวเลข และขีดล่าง ขึ้นต้นด้วยตัวอักษร ไม่เกิน 40 ตัว โปรดเขียนเช่น {example}",
        "a stage's code has small Latin letters, digits and underscores, begins with a letter, at most 40. "
        "Write for example {example}",
    ),
    "code_twice": (
        "รหัสโครงการนี้อยู่ในแฟ้ม {other} ด้วย หนึ่งรหัสใช้ได้แฟ้มเดียว โปรดแก้รหัสหรือนำแฟ้มหนึ่งออก",
        "the file {other} has this code too, and a code belongs to one file. Change the code or take one file away",
    ),
    "order": ("วันเริ่มต้องมาก่อนวันสิ้นสุด ({end}) โปรดแก้", "the start must come before the end ({end}). Correct it"),
    "fiscal_year": (
        "วันสิ้นสุด {end} อยู่ในปีงบประมาณ {meant} โปรดแก้ปีงบประมาณหรือวันสิ้นสุด",
        "the end, {end}, lies in fiscal year {meant}. Correct the fiscal year or the end",
    ),
    "outside": (
        "ต้องอยู่ในช่วงโครงการ {start} ถึง {end} โปรดแก้",
        "must lie within the project, {start} to {end}. Correct it",
    ),
    "closes_first": (
        "วันปิดรับต้องไม่มาก่อนวันเปิดรับ ({opens}) โปรดแก้",
        "a window may not close before it opens ({opens}). Correct it",
    ),
    "results_first": (
        "วันทราบผลต้องไม่มาก่อนวันปิดรับ ({closes}) และไม่เกินหนึ่งปีหลังจากนั้น โปรดแก้",
        "results may not come before the window closes ({closes}), nor over a year after it. Correct it",
    ),
    "direct_first": (
        "วันสุดท้ายของหมวดจัดซื้อจัดจ้างต้องไม่หลังวันสุดท้ายของรายการเบิกจ่ายตรง ({direct}) โปรดแก้",
        "the last safe day of procurement may not come after that of direct payments ({direct}). Correct it",
    ),
    "province_code": (
        "ไม่มีจังหวัดที่ใช้รหัสนี้ โปรดใส่รหัสจังหวัดสองหลักตามกรมการปกครอง{hint_th}",
        "no province has this code. Write the two-digit code of the Department of Provincial Administration{hint_en}",
    ),
    "province_name": (
        "ไม่ตรงกับรหัสจังหวัด {code} ซึ่งคือ {meant} โปรดแก้ชื่อหรือรหัส",
        "does not agree with province code {code}, which is {meant}. Correct the name or the code",
    ),
    "amphoe": (
        "ไม่ใช่อำเภอของจังหวัด{province_th} โปรดแก้ชื่อหรือลบช่องนี้",
        "is no amphoe of {province_en}. Correct the name or remove the tile",
    ),
    "amphoe_like": (
        "ไม่ใช่อำเภอของจังหวัด{province_th} หากหมายถึง {like} โปรดแก้ชื่อ",
        "is no amphoe of {province_en}. If {like} is meant, correct the name",
    ),
    "amphoe_twice": (
        "อำเภอนี้มีช่องแล้วที่ {other} โปรดลบช่องที่เกิน",
        "this amphoe has a tile already, {other}. Remove one of them",
    ),
    "cell_twice": (
        "แถว {row} คอลัมน์ {col} เป็นของ {other} แล้ว โปรดย้ายช่องหนึ่ง",
        "row {row}, column {col} belongs to {other} already. Move one of the tiles",
    ),
    "no_tile": (
        "ยังไม่มีช่องของอำเภอ {missing} โปรดเพิ่ม หรือลบทุกช่องเพื่อให้โปรแกรมจัดวางให้",
        "these amphoe have no tile: {missing}. Add them, or remove all tiles and the program lays them out",
    ),
    "twice": ("ซ้ำกับ {other} โปรดแก้ให้ไม่ซ้ำกัน", "is the same as {other}. Make them differ"),
    "groups_target": (
        "ตัวชี้วัดนี้นับกลุ่ม จึงต้องเท่ากับเป้าหมายของโครงการ ({path2} = {target}) โปรดแก้ค่าใดค่าหนึ่ง",
        "this indicator counts groups, so it must equal the project's target ({path2} = {target}). Correct one of them",
    ),
    "over_budget": (
        "รวมทุกรายการเป็น {sum} บาท เกินงบประมาณ {budget} บาท โปรดแก้รายการหรืองบประมาณ",
        "all of them come to {sum} baht, above the budget of {budget}. Correct the amounts or the budget",
    ),
    "quarters": ("ต้องมีสี่ไตรมาส โปรดเขียนเช่น {example}", "must have four quarters. Write for example {example}"),
    "falls": (
        "เป็นร้อยละสะสม จึงต้องไม่ต่ำกว่าไตรมาสก่อน ({before}) โปรดแก้",
        "the percentages are cumulative, so this may not be below the quarter before ({before}). Correct it",
    ),
    "first_curve": (
        "เส้นแรกเป็นเส้นที่ใช้ประเมิน โปรดลบค่านี้หรือเปลี่ยนลำดับเส้น",
        "the first curve is the one that is judged by. Remove this setting or change the order of the curves",
    ),
    "baseline_province": (
        "เป็นตัวเลขของจังหวัดอื่น โครงการนี้ใช้รหัสจังหวัด {code} โปรดลบปีนี้หรือแก้รหัส",
        "the numbers are of another province; this project has province code {code}. "
        "Remove the year or correct the code",
    ),
    "baseline_year": (
        "ต้องเป็นปีก่อนปีงบประมาณของโครงการ ({year}) โปรดแก้",
        "must be a year before the project's fiscal year ({year}). Correct it",
    ),
    "tolerance_pair": (
        "ต้องมีคู่กับ {other} โปรดเพิ่มหรือลบทั้งสองค่า",
        "goes together with {other}. Add that, or remove both",
    ),
    "tolerance_groups": (
        "ต้องน้อยกว่าเป้าหมายกลุ่ม ({target}) โปรดแก้",
        "must be smaller than the target of groups ({target}). Correct it",
    ),
    "no_stages": (
        "ไม่มีขั้นตอน โปรดเพิ่มหมวด {section} อย่างน้อยหนึ่งขั้น",
        "there are no stages. Add at least one section {section}",
    ),
    "stages_both": (
        "กำหนดขั้นตอนไว้สองแบบ โปรดเหลือเพียง {path2} หรือ {section}",
        "stages are given in two ways. Keep either {path2} or {section}",
    ),
    "stage_unknown": (
        "ไม่ใช่รหัสขั้นตอนที่โปรแกรมรู้จัก ({known}) โปรดแก้ หรือกำหนดเองด้วยหมวด {section}",
        "is no stage that the program knows ({known}). Correct it, or define your own with sections {section}",
    ),
    "not_a_stage": (
        "ไม่อยู่ในขั้นตอนของโครงการ ({known}) โปรดแก้",
        "is not among the project's stages ({known}). Correct it",
    ),
    "developed_after_goal": (
        "ขั้นที่ถือว่าพัฒนาแล้วต้องไม่อยู่หลังขั้นเป้าหมาย ({goal}) โปรดแก้",
        "the stage that counts as developed may not come after the goal ({goal}). Correct it",
    ),
}

# Texts of a project's file that follows from another, where the office has not written its own yet.
NEW_TEXTS: Mapping[str, Pair] = {
    "name": ("ติดตามงาน OTOP {province_th} ปี {year}", "{province_en} OTOP progress, FY{year}"),
    "office": (
        "สำนักงานพัฒนาชุมชนจังหวัด{province_th}",
        "{province_en} Provincial Community Development Office",
    ),
    "goal_source": ("ยังไม่ได้ระบุที่มาของเป้าหมายกลุ่ม", "The source of the target of groups is not given yet"),
    "budget_note": ("ยังไม่ได้ระบุที่มาของงบประมาณ", "The source of the budget is not given yet"),
}
