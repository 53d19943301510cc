//! Findings about what a program is built of: known holes of libraries, and versions that are too old.
//!
//! Takes a finding; tells whether it is such a one and names no place in the program. What it says then holds for the library, and
//! nothing in the code of the program bears it out or refutes it.

use crate::claim::Claimed;
use crate::words::is_of_library;

/// Weaknesses, and categories of them, that are said of libraries alone.
const OF_LIBRARIES: [u32; 6] = [937, 1035, 1104, 1329, 1352, 1395];

impl Claimed {
    /// Whether it is about a library, and about no place that it names itself.
    pub fn is_of_library(&self) -> bool {
        if self.places.iter().any(|place| place.path.is_some() && !place.is_carried) {
            return false;
        }
        let is_listed = |text: &str| names_known_hole(text);
        let is_only_of_libraries =
            !self.weaknesses.is_empty() && self.weaknesses.iter().all(|weakness| OF_LIBRARIES.contains(&weakness.id));
        self.label.as_deref().is_some_and(is_listed)
            || is_listed(&self.title)
            || is_of_library(&self.title)
            || is_only_of_libraries
    }
}

/// Whether a title names an entry of a list of known holes: `CVE-2024-12345`, `GHSA-…`.
pub fn names_known_hole(title: &str) -> bool {
    let upper = title.to_uppercase();
    let is_number = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    upper.match_indices("CVE-").any(|(at, _)| is_number(&upper[at + 4..])) || upper.contains("GHSA-")
}

#[cfg(test)]
mod tests {
    use crate::read;

    #[test]
    fn what_is_said_of_a_library_is_told_from_what_is_said_of_code() {
        let review = "\
### F-1: Vulnerable dependencies

**Severity:** High

### CVE-2024-12345 (parcels) - Open redirect

**Severity:** Medium

### F-2: Old parts (CWE-1395)

### F-3: Vulnerable dependencies: the parser is handed anything (CWE-502)

**File:** `shop/app.py:3`

### F-4: Open redirect (CWE-601)
";
        let of_library: Vec<bool> = read(review).findings.iter().map(crate::Claimed::is_of_library).collect();
        assert_eq!(of_library, [true, true, true, false, false]);
    }
}
