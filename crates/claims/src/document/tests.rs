//! Documents of each shape, written for one question each.

use crate::claim::{Claimed, Claims, Level, Stance};

fn read(text: &str) -> Claims {
    super::read(text)
}

/// A finding in one line: label, title, ids, places, level.
pub(crate) fn brief(finding: &Claimed) -> String {
    let ids: Vec<String> = finding
        .weaknesses
        .iter()
        .map(|one| match &one.name {
            Some(name) => format!("{}={name}", one.id),
            None => one.id.to_string(),
        })
        .collect();
    let places: Vec<String> = finding
        .places
        .iter()
        .map(|place| {
            let lines: Vec<String> = place
                .lines
                .iter()
                .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
                .collect();
            let quotes: Vec<String> = place.quotes.iter().map(|quote| format!("<{}>", quote.text())).collect();
            format!("{}:{}{}", place.path.as_deref().unwrap_or("?"), lines.join(","), quotes.concat())
        })
        .collect();
    let level = finding.severity.as_ref().map(|severity| format!("{:?}", severity.level)).unwrap_or_default();
    format!(
        "{} | {} | {} | {} | {level}",
        finding.label.as_deref().unwrap_or("-"),
        finding.title,
        ids.join(", "),
        places.join("; ")
    )
}

fn briefs(text: &str) -> Vec<String> {
    read(text).findings.iter().map(brief).collect()
}

#[test]
fn a_list_of_numbered_paragraphs_is_read() {
    let review = "\
 I have reviewed the code. Here are my findings:

1. CWE-200: Information Exposure Through Debugging

Line 54: `run(cast_as_call.CastAsCall(self.stubs))`:

The `CastAsCall` fixture stubs things.

To mitigate this risk, it is recommended to use input validation.

2. CWE-209: Information Exposure Through Logging

Line 71: `self.assertNotEqual(0, usage)`:

Bad.

In conclusion, the code contains weaknesses, including information exposure.
";
    assert_eq!(
        briefs(review),
        [
            "1 | Information Exposure Through Debugging | 200=Information Exposure Through Debugging | ?:54<run(cast_as_call.CastAsCall(self.stubs))> | ",
            "2 | Information Exposure Through Logging | 209=Information Exposure Through Logging | ?:71<self.assertNotEqual(0, usage)> | ",
        ]
    );
    let first = &read(review).findings[0];
    assert!(first.mitigation.starts_with("To mitigate this risk"));
    assert_eq!(first.symbols, ["run(cast_as_call.CastAsCall(self.stubs))", "CastAsCall"]);
}

#[test]
fn headings_with_key_lines_are_read() {
    let review = "\
# Security review

## Critical

### VULN-001: SQL injection in search

**CWE:** CWE-89 (SQL Injection)
**File:** `shop/db.py`
**Lines**: 27-29, 46

```python
db.execute('SELECT ' + name)
```

#### Recommended Fix

```python
db.execute('SELECT ?', (name,))
```

### VULN-002 — Weak hash

| Field | Value |
| --- | --- |
| CWE | CWE-328 |
| Severity | Low |
| Location | `shop/users.py:12` |

## References

- CWE-79: not found here
";
    let claims = read(review);
    assert_eq!(
        claims.findings.iter().map(brief).collect::<Vec<_>>(),
        [
            "VULN-001 | SQL injection in search | 89=SQL Injection | shop/db.py:27-29,46<db.execute('SELECT ' + name)> | Critical",
            "VULN-002 | Weak hash | 328 | shop/users.py:12 | Low",
        ]
    );
    assert_eq!(claims.findings[0].offered, ["db.execute('SELECT ?', (name,))"]);
    assert_eq!(claims.unread.len(), 1);
}

#[test]
fn tables_are_read_where_no_section_says_the_same() {
    let table = "\
| ID | Severity | CWE | File | Description |
| -- | -- | -- | -- | -- |
| 1 | High | CWE-78 | app.py:12 | a shell runs the name |
| 2 | Low | CWE-327 | util.py:3 | MD5 |
";
    assert_eq!(briefs(table), ["1 | a shell runs the name | 78 | app.py:12 | High", "2 | MD5 | 327 | util.py:3 | Low"]);
    let both = format!("{table}\n### 1. Command injection (CWE-78)\n\n`app.py:12` runs a shell.\n");
    assert_eq!(briefs(&both).len(), 2);
}

#[test]
fn what_is_said_to_be_safe_is_a_defence() {
    let review = "\
### F1 — SQL injection (CWE-89) — FIXED

`app.py:3` uses parameters.

### F2 — Path traversal (CWE-22)

**Status:** False positive

`app.py:9` checks the path.
";
    let stances: Vec<Stance> = read(review).findings.into_iter().map(|finding| finding.stance).collect();
    assert_eq!(stances, [Stance::Defends("fixed".to_owned()), Stance::Defends("false positive".to_owned())]);
}

#[test]
fn a_file_is_carried_over_from_above() {
    let review = "\
## `shop/app.py`

- **Line 12** — CWE-78: `os.system(name)` runs a shell.
- **Line 40** — CWE-95: `eval(name)` runs code.
";
    let claims = read(review);
    assert_eq!(claims.findings.len(), 2);
    assert!(
        claims
            .findings
            .iter()
            .all(|finding| finding.places[0].path.as_deref() == Some("shop/app.py") && finding.places[0].is_carried)
    );
    assert_eq!(claims.findings[1].places[0].quotes[0].text(), "eval(name)");
}

#[test]
fn plain_prose_is_one_finding() {
    let claims = read("The function in app.py:12 passes `request.args` to eval, which is CWE-95.\n");
    assert_eq!(claims.findings.len(), 1);
    assert_eq!(claims.findings[0].weaknesses[0].id, 95);
    assert!(claims.findings[0].severity.is_none() || claims.findings[0].severity.as_ref().unwrap().level == Level::Low);
}

#[test]
fn a_review_without_any_claim_says_so() {
    let claims = read("Looks good to me.\n");
    assert!(claims.findings.is_empty());
    assert_eq!(claims.unread.len(), 1);
}

#[test]
fn other_languages_are_read() {
    let review = "\
### 漏洞 1：SQL 注入

**严重性**：高
**CWE 编号**：CWE-89
**位置**：`app.py` 第 12-14 行

**修复建议**：使用参数化查询。
";
    assert_eq!(briefs(review), ["漏洞 1 | SQL 注入 | 89 | app.py:12-14 | High"]);
    let review = "### Temuan 2: Injeksi perintah\n\n- **Tingkat Keparahan**: Tinggi\n- **Lokasi**: `app.py` baris 5\n- **CWE**: CWE-78\n";
    assert_eq!(briefs(review), ["Temuan 2 | Injeksi perintah | 78 | app.py:5 | High"]);
}

#[test]
fn a_link_says_more_of_a_path_than_its_text() {
    let review =
        "### A-1 — Command injection (CWE-78)\n\n- Location: [app.py:L4-L6](file:///e:/My%20Work/shop/app.py#L4-L6)\n";
    assert_eq!(briefs(review), ["A-1 | Command injection | 78 | /e:/My Work/shop/app.py:4-6 | "]);
}

#[test]
fn what_a_finding_is_called_by_is_no_line() {
    let review = "### L7: Open redirect (CWE-601)\n\n`app.py:12` goes anywhere.\n";
    assert_eq!(briefs(review), ["L7 | Open redirect | 601 | app.py:12 | "]);
}

#[test]
fn names_end_where_code_or_a_status_begins() {
    let review = "\
### [CWE-95] Eval Injection in `calc` — High

`app.py:3` evaluates.

### [CWE-89] `find`: SQL text — FIXED

`app.py:9` binds.
";
    assert_eq!(
        briefs(review),
        ["- | Eval Injection in calc | 95=Eval Injection | app.py:3 | High", "- | find: SQL text | 89 | app.py:9 | "]
    );
    assert_eq!(
        briefs("### F1 SQL Injection (CWE-89) — ✅ RESOLVED\n\n`app.py:9`\n"),
        ["F1 | SQL Injection | 89 | app.py:9 | "]
    );
    let listed = "# R\n\n- **Line 4** — CWE-79: `page(\"<p>\" + text)` sends it.\n";
    assert_eq!(read(listed).findings[0].weaknesses[0].name, None);
}

#[test]
fn a_line_that_begins_with_ids_names_them() {
    let review = "# R\n\n## 1. Too much\n\nCWE-862 Missing Authorization / CWE-770 Allocation\nSeverity: Low\nFile: app.py, line 3\n";
    assert_eq!(briefs(review), ["1 | Too much | 862=Missing Authorization, 770=Allocation | app.py:3 | Low"]);
}

#[test]
fn rows_of_two_cells_make_a_heading_a_finding() {
    let review = "# R\n\n### 1. Markup\n\n| Field | Value |\n|---|---|\n| CWE | CWE-79 |\n| Location | `app.py:3` |\n\n### 2. Other\n\n| Field | Value |\n|---|---|\n| CWE | CWE-22 |\n| Location | `app.py:9` |\n";
    assert_eq!(briefs(review), ["1 | Markup | 79 | app.py:3 | ", "2 | Other | 22 | app.py:9 | "]);
}

#[test]
fn a_call_without_arguments_at_the_end_is_a_quote() {
    let review = "1. CWE-328: Use of Weak Hash\n\nLine 35: `return md5(word.encode()).hexdigest()`\n";
    assert_eq!(
        briefs(review),
        ["1 | Use of Weak Hash | 328=Use of Weak Hash | ?:35<return md5(word.encode()).hexdigest()> | "]
    );
    assert_eq!(
        briefs("1. CWE-328: Use of Weak Hash\n\nLine 35: `hash.hexdigest()`\n"),
        ["1 | Use of Weak Hash | 328=Use of Weak Hash | ?:35 | "]
    );
}

#[test]
fn a_table_that_sums_up_says_how_bad_findings_are() {
    let review = "\
## 漏洞清单

| 编号 | 标题 | CVSS | 风险 |
|---|---|---|---|
| V-1 | 上传 | 6.5 | 🔴 严重 |
| V-2 | 注入 | 9.1 | 🟠 高危 |

### V-1：上传

CWE-434，`app.py:3`

### V-2：注入

| 属性 | 值 |
|---|---|
| CWE 编号 | CWE-89 |
| 风险等级 | 中危 |
| CVSS | 9.8 (Critical) |
";
    assert_eq!(briefs(review), ["V-1 | 上传 | 434 | app.py:3 | Critical", "V-2 | 注入 | 89 |  | Medium"]);
}

#[test]
fn functions_behind_keys_are_named() {
    let review = "\
### F-1: Uploads (CWE-434)

- **Affected functions:** `upload()`, `Shop.pay`
- **Method:** POST

### F-2: Payments (CWE-862) in `pay.php.jpg`

| 影响函数 | `pay()` |
|---|---|
";
    let functions: Vec<Vec<String>> = read(review).findings.into_iter().map(|finding| finding.functions).collect();
    assert_eq!(functions, [vec!["upload".to_owned(), "Shop.pay".to_owned()], vec!["pay".to_owned()]]);
    assert!(read(review).findings.iter().all(|finding| finding.places.is_empty()));
}

#[test]
fn what_shows_an_attack_or_a_repair_is_no_quote() {
    let review = "\
### F-1: Command injection (CWE-78) in `run.py`

**File:** `shop/app.py`

**Vulnerable code:**

```python
run(line)
```

**Attack vector:**

```python
send(\"; id\")
```

#### Langkah Reproduksi

##### Pertama

```python
send(\"; whoami\")
```

#### Rekomendasi Masa Depan

##### Daftar

```python
run([line])
```

#### Risk assessment: ✅ FALSE POSITIVE
";
    let claims = read(review);
    assert_eq!(briefs(review), ["F-1 | Command injection in run.py | 78 | run.py:; shop/app.py:<run(line)> | "]);
    assert!(claims.findings[0].places[0].is_mentioned && !claims.findings[0].places[1].is_mentioned);
    assert_eq!(claims.findings[0].offered, ["run([line])"]);
    assert_eq!(claims.findings[0].stance, Stance::Defends("false positive".to_owned()));
}

#[test]
fn what_a_heading_says_holds_for_the_findings_below() {
    let review = "\
# Triage

## Hits

### 1. Pickles

**CWE**: CWE-502

#### Files

##### Finding 1: `shop/app.py:3`

##### Finding 2: `shop/app.py:9`

#### Assessment: ✅ FALSE POSITIVE

### 2. Shells

#### Finding 3: `shop/run.py:4` (CWE-78)
";
    let claims = read(review);
    let ids: Vec<u32> = claims.findings.iter().flat_map(|finding| &finding.weaknesses).map(|one| one.id).collect();
    assert_eq!(ids, [502, 502, 78]);
    let stances: Vec<bool> = claims.findings.iter().map(|finding| finding.stance == Stance::Accuses).collect();
    assert_eq!(stances, [false, false, true]);
}

#[test]
fn many_findings_below_one_heading_cost_what_one_does() {
    let findings = (0..4_000).map(|at| format!("### F-{at}: Shell (CWE-78)\n\n`app.py:{at}`\n\n"));
    let review = format!("# R\n\n## All\n\n{}", findings.collect::<Vec<_>>().concat());
    assert_eq!(read(&review).findings.len(), 4_000);
    let block = format!("### F-1: Shell (CWE-78)\n\n```python\n{}run(line)\n```\n", "# Line 5\n".repeat(20_000));
    assert_eq!(read(&block).findings.len(), 1);
}

#[test]
fn what_a_sign_sets_off_says_whether_something_is_wrong() {
    let review = "\
# R

## ✅ ALL CHECKS PASSED

### 1. SQL Injection (CWE-89) ✅ PROTECTED

- **Evidence:** Lines 3-4 of `shop/db.py` use parameters with `?`

### 2. Markup (XSS) N/A

- **Reason:** no pages

### 3. Path Traversal (CWE-22)

`shop/files.py:7`

## ❌ OPEN

### 4. Shells (CWE-78)

- **Place:** `shop/run.py:7`
- **Verdict:** NO SHELL INJECTION RISK

### 5. Code (CWE-95) ❌ NOT PROTECTED

`shop/run.py:9`
";
    let claims = read(review);
    let stances: Vec<bool> = claims.findings.iter().map(|finding| finding.stance != Stance::Accuses).collect();
    assert_eq!(stances, [true, true, true, true, false]);
    assert_eq!(
        claims.findings.iter().map(brief).take(2).collect::<Vec<_>>(),
        ["1 | SQL Injection | 89 | shop/db.py:3-4 | ", "2 | Markup (XSS) |  |  | "]
    );
}

#[test]
fn what_sums_up_plans_or_ticks_off_is_no_finding() {
    let review = "\
# R

**Files:**
- **All 35 files** were read

## Findings

### SEC-1: Pickle in the cache (CWE-502)

`shop/cache.py:4`

**Scenario 1: a file is replaced**

### SEC-2: No limit

**Severity:** Low

#### Old code

Nobody calls it (`shop/cache.py:9`).

## Remediation Priority

### P0 - Critical (0-24 hours)

1. **Pickle** in `shop/cache.py:4` → use JSON

## Compliance Mapping

### Level 2

- **V2.1 Passwords**: ❌ rules are lacking

## Compliance & Standards

- ✅ CWE-502 (Deserialization) - Protected

## Recommendations

1. **Clean up**
   - Remove `shop/cache.py:9`

## Open questions

1. **SEC-1** (pickle in `cache.py`) needs a test

## Old code, found again

1. Dead code in `shop/cache.py:9` (documented above)
";
    let labels: Vec<String> = read(review).findings.into_iter().filter_map(|finding| finding.label).collect();
    assert_eq!(labels, ["SEC-1", "SEC-2"]);
}

#[test]
fn keys_make_a_heading_a_finding_wherever_it_stands() {
    let review = "\
# R

## Summary

### 1.1 Code from a client - CRITICAL

**Finding ID:** V-1
**Severity:** High
**Risk Level:** LOW, nobody does it

#### Where

**Location:** `shop/run.py:6-8`

#### Risk Score

| Before | After |
|---|---|
| Critical | none |

**Status:** ✅ **FIXED & VERIFIED**

## 2. Medium Severity Findings

### 2.1 More points

**Status:** ✅ Resolved in 1.1

### 2.2 Words

Nothing.

## 3. Old parts

### CVE-2024-12345 (parcels) - Leaks

**Severity:** High
";
    let claims = read(review);
    assert_eq!(
        claims.findings.iter().map(brief).collect::<Vec<_>>(),
        [
            "1.1 | Code from a client |  | shop/run.py:6-8 | High",
            "2.1 | More points |  |  | Medium",
            "CVE-2024-12345 | (parcels) - Leaks |  |  | High",
        ]
    );
    let stances: Vec<bool> = claims.findings.iter().map(|finding| finding.stance != Stance::Accuses).collect();
    assert_eq!(stances, [true, true, false]);
}

#[test]
fn lines_that_are_praised_are_no_places_of_what_accuses() {
    let review = "\
### F-1: Pickles (CWE-502)

- **File:** `shop/cache.py`, line 12
- `load(name, pickled=True)` reads it. Line 49 of the same file correctly uses `pickled=False`.

### F-2: More pickles (CWE-502) — FIXED

Line 49 of `shop/cache.py` correctly uses `pickled=False`.

### F-3: Access (CWE-862)

- **File:** `shop/app.py:3`
- **Evidence:** The call reads `item_id` and asks for nothing.
";
    assert_eq!(
        briefs(review),
        [
            "F-1 | Pickles | 502 | shop/cache.py:12 | ",
            "F-2 | More pickles | 502 | shop/cache.py:49 | ",
            "F-3 | Access | 862 | shop/app.py:3 | ",
        ]
    );
    assert_eq!(read(review).findings[2].words, "The call reads item_id and asks for nothing.");
}

#[test]
fn files_of_which_each_is_told_how_it_stands_are_findings() {
    let text = "# Security issues\n\n## 1. SQL injection warnings - 2 issues\n\n### 1.1 False positives (2 files)\n\n\
                #### Files\n\n1. **a.py** (Line 3)\n   - **Status:** FALSE POSITIVE\n   - **Action:** none\n\n\
                2. **b.py** (Line 4)\n   - **Status:** FALSE POSITIVE\n\n## 2. Binding - 2 issues\n\n\
                **Status:** Open\n\n1. **c.py** (Line 5)\n2. **d.py** (Line 6)\n";
    let claims = read(text);
    let all: Vec<String> = claims.findings.iter().map(brief).collect();
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all[0].contains("a.py:3") && all[1].contains("b.py:4"), "{all:?}");
    assert!(all[2].contains("c.py:5") && all[3].contains("d.py:6"), "{all:?}");
    let defends: Vec<bool> = claims.findings.iter().map(|one| matches!(one.stance, Stance::Defends(_))).collect();
    assert_eq!(defends, [true, true, false, false]);
    assert_eq!(claims.findings[0].headings.last().map(String::as_str), Some("1. SQL injection warnings - 2 issues"));
}

#[test]
fn what_is_praised_item_by_item_defends() {
    let text = "# Security review\n\n## F-1: Weak hash (CWE-328)\n\n`a.py:3`\n\n## Strengths\n\n1. **Defaults:**\n   - Secure cookies\n   \
                - Fast pages\n2. ✅ **SQL injection** - all statements have parameters\n3. **Style**: short files\n";
    let titles: Vec<(String, bool)> =
        read(text).findings.iter().map(|one| (one.title.clone(), matches!(one.stance, Stance::Defends(_)))).collect();
    let expected =
        [("Weak hash", false), ("Secure cookies", true), ("✅ SQL injection - all statements have parameters", true)];
    let expected = expected.map(|(title, defends)| (title.to_owned(), defends));
    assert_eq!(titles, expected);
}

/// Titles, what they are called by, and whether they defend.
fn told(text: &str) -> Vec<(String, Option<String>, bool)> {
    let of = |one: &Claimed| (one.title.clone(), one.label.clone(), matches!(one.stance, Stance::Defends(_)));
    read(text).findings.iter().map(of).collect()
}

#[test]
fn what_an_audit_tells_in_detail_is_found_and_a_table_says_how_it_stands() {
    let text = "# Security audit\n\n## Summary\n\n| # | Severity | Issue | Fixed |\n|---|---|---|---|\n| 1 | High | Key | Yes |\n\
                | 2 | Low | CORS | N/A |\n| 3 | Low | Login | Not fixed |\n\n## Details\n\n### 1. Hard-coded key — HIGH\n\nA key.\n\n\
                ### 2. CORS\n\nNo other site is let in.\n\n### 3. Login\n\nNobody is asked.\n\n### 4 & 5. Limits\n\n\
                There were none.\n\n**Remediation (applied):** there are.\n";
    let expected =
        [("Hard-coded key", "1", true), ("CORS", "2", true), ("Login", "3", false), ("Limits", "4 & 5", true)];
    let expected = expected.map(|(title, label, defends)| (title.to_owned(), Some(label.to_owned()), defends));
    assert_eq!(told(text), expected);
    assert_eq!(told(&text.replace("# Security audit", "# Notes").replace(" — HIGH", "")), []);
}

#[test]
fn headings_that_say_how_bad_something_is_begin_findings_or_gather_them() {
    let text = "# Bot\n\n## CRITICAL — Open API\n\nAll of it.\n\n### Recommended fix\n\nClose it.\n\n\
                ## HIGH — No limit of length\n\nOf messages.\n\n## Low / informational\n\n### 7. Old keys\n\nIn `.env`.\nSee there.\n\n\
                ## MEDIUM (defence in depth)\n\nLater.\n";
    let expected = [("Open API", None), ("No limit of length", None), ("Old keys", Some("7"))];
    let expected = expected.map(|(title, label)| (title.to_owned(), label.map(str::to_owned), false));
    assert_eq!(told(text), expected);
}
