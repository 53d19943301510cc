//! Which weaknesses count in tests; the table is `test_code.toml`.

use std::sync::LazyLock;

use crate::listed::Listed;

static HARMS: LazyLock<Listed> = LazyLock::new(|| Listed::read(include_str!("test_code.toml")));

/// Whether a weakness harms whoever runs the test in which it is.
pub(crate) fn harms_who_runs_it(id: u32) -> bool {
    HARMS.holds(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serves_nobody_is_in_no_row() {
        crate::listed::tests::check(include_str!("test_code.toml"));
        for id in [798, 259, 89, 78, 295, 327, 770, 400, 703] {
            assert!(!harms_who_runs_it(id), "CWE-{id}");
        }
    }
}
