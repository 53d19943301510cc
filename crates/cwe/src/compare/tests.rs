//! Claims as reviews write them, with the verdict that each deserves.

use super::*;

fn compare(id: u32, claimed: &str) -> NameVerdict {
    Catalogue::official().compare_name(id, claimed)
}

fn check(verdict: &NameVerdict, claims: &[(u32, &str)]) {
    let wrong: Vec<String> = claims
        .iter()
        .map(|(id, claimed)| (id, claimed, compare(*id, claimed)))
        .filter(|(_, _, found)| found != verdict)
        .map(|(id, claimed, found)| format!("{id} {claimed}: {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{verdict:?} expected\n{}", wrong.join("\n"));
}

#[test]
fn the_official_name_is_exact_whatever_its_case_quotes_and_spacing() {
    check(
        &NameVerdict::Exact,
        &[
            (89, "Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')"),
            (89, "improper neutralization of special elements used in an SQL command (“SQL Injection”) "),
            (787, "Out-of-Bounds Write"),
            (787, "Out of bounds  write."),
            (22, "CWE-22: Improper Limitation of a Pathname to a Restricted Directory (`Path Traversal`)"),
            (918, "Server-Side Request Forgery (SSRF)"),
        ],
    );
    for entry in Catalogue::official().entries() {
        assert_eq!(compare(entry.id, &entry.name), NameVerdict::Exact);
    }
}

#[test]
fn nicknames_and_alternate_terms_are_short_names() {
    check(
        &NameVerdict::Short,
        &[
            (89, "SQL Injection"),
            (89, "SQLi"),
            (89, "SQL Injection (SQLi)"),
            (79, "Cross Site Scripting"),
            (79, "Cross-Site Scripting (XSS)"),
            (79, "Reflected XSS"),
            (22, "Path Traversal"),
            (22, "Path Traversal / Directory Traversal"),
            (78, "OS Command Injection"),
            (352, "CSRF"),
            (918, "Server-Side Request Forgery"),
            (1321, "Prototype Pollution"),
            (601, "Open Redirect"),
            (120, "Buffer Copy without Checking Size of Input"),
        ],
    );
}

#[test]
fn a_former_name_says_until_when_it_was_official() {
    let former = |until: &str| NameVerdict::Former { until: until.to_owned() };
    assert_eq!(compare(200, "Information Exposure"), former("2020-02-24"));
    assert_eq!(compare(532, "Information Exposure Through Log Files"), former("2019-06-20"));
    assert_eq!(compare(17, "Code"), former("2019-06-20"));
    for entry in Catalogue::official().entries() {
        for name in &entry.former_names {
            assert!(!compare(entry.id, &name.name).is_wrong(), "{}: {}", entry.id, name.name);
        }
    }
}

#[test]
fn the_name_of_another_entry_is_told_with_its_id() {
    let another = |id: u32| NameVerdict::NameOfAnother { id };
    assert_eq!(compare(447, "Use of Obsolete Function"), another(477));
    assert_eq!(compare(862, "Incorrect Authorization"), another(863));
    assert_eq!(compare(79, "SQL Injection"), another(89));
    assert_eq!(compare(798, "Use of Hard-coded Password"), another(259));
    assert_eq!(compare(22, "SSRF"), another(918));
    assert_eq!(compare(311, "Insufficient Logging"), another(778));
    assert_eq!(compare(862, "Improper Access Control"), another(284));
    assert_eq!(compare(400, "ReDoS"), another(1333));
}

#[test]
fn other_words_for_the_same_are_a_paraphrase() {
    check(
        &NameVerdict::Paraphrase,
        &[
            (78, "Command Injection"),
            (120, "Buffer Overflow"),
            (787, "Buffer Overflow"),
            (89, "Injection"),
            (209, "Information Disclosure"),
            (307, "Brute force"),
            (863, "Broken Access Control"),
            (863, "A01:2021 - Broken Access Control"),
            (287, "Broken Authentication"),
            (330, "Insecure Randomness"),
            (347, "JWT signature not verified"),
            (613, "Session does not expire"),
            (732, "Insecure file permissions"),
            (20, "Lack of input validation"),
            (367, "Race Condition"),
            (502, "Insecure Deserialization"),
            (502, "Unsafe Deserialization of Untrusted Data"),
            (798, "Hardcoded Credentials"),
            (798, "Hard-coded secret credentials"),
            (89, "SQL Injection in the login form"),
            (79, "Stored XSS via the comment field"),
            (79, "Reflected Cross-Site Scripting"),
            (200, "Sensitive Data Exposure"),
            (200, "Exposure of Sensitive Information"),
            (284, "Broken Access Control"),
            (327, "Weak Cryptographic Algorithm"),
            (327, "Broken Cryptography"),
            (352, "Missing CSRF Protection"),
            (434, "Unrestricted Upload of Dangerous File"),
            (434, "Arbitrary File Upload"),
            (532, "Sensitive Information in Log Files"),
            (611, "XML External Entity Injection (XXE)"),
            (614, "Cookie Without Secure Attribute"),
            (20, "Bad input validation"),
            (338, "Weak PRNG"),
            (295, "Certificate validation disabled"),
            (307, "No restriction of authentication attempts"),
            (476, "Null pointer dereference in parser"),
        ],
    );
}

#[test]
fn the_four_names_of_the_first_review_are_wrong() {
    let mismatch = |nearest: u32| NameVerdict::Mismatch { nearest: Some(nearest) };
    assert_eq!(compare(200, "Information Exposure Through Debugging"), mismatch(215));
    assert_eq!(compare(209, "Information Exposure Through Logging"), mismatch(532));
    assert_eq!(compare(311, "Insufficient Logging and Monitoring"), mismatch(778));
    assert!(compare(307, "Insecure Permissions on File or Directory").is_wrong());
}

#[test]
fn a_name_of_something_else_is_a_mismatch() {
    for (id, claimed) in [
        (862, "Missing Authentication"),
        (135, "Weakness in Cryptography"),
        (89, "Cross-site request issues"),
        (79, "Hardcoded password in source"),
        (22, "Weak hash"),
        (798, "Improper handling of errors"),
        (200, "Information Leak Through Debugging"),
        (476, "xyzzy"),
    ] {
        assert!(matches!(compare(id, claimed), NameVerdict::Mismatch { .. }), "{id} {claimed}");
    }
    assert_eq!(compare(476, "xyzzy"), NameVerdict::Mismatch { nearest: None });
    assert!(compare(89, "Insufficient Logging and Monitoring").is_wrong());
}

#[test]
fn what_cannot_be_compared_is_not_called_wrong() {
    check(&NameVerdict::NotCompared, &[(89, ""), (89, "CWE-89"), (89, "SQL注入漏洞"), (89, " — ")]);
    assert_eq!(compare(1449, "SQL Injection"), NameVerdict::NoSuchId);
    assert!(compare(1449, "").is_wrong());
}
