//! Of which weaknesses Flawline knows what has to stand in the code for them; the table is `operations.toml`.

use std::sync::LazyLock;

use crate::listed::Listed;

static KNOWN: LazyLock<Listed> = LazyLock::new(|| Listed::read(include_str!("operations.toml")));

/// Whether Flawline knows what would have to be done for each of some weaknesses: then they are not where nothing of that is done.
pub(crate) fn are_known(ids: &[u32]) -> bool {
    !ids.is_empty() && ids.iter().all(|&id| KNOWN.holds(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_weaknesses_that_exist() {
        crate::listed::tests::check(include_str!("operations.toml"));
    }

    #[test]
    fn what_is_not_done_is_in_no_row() {
        for id in [352, 306, 862, 307, 521, 770, 693, 778, 285] {
            assert!(!are_known(&[id]), "CWE-{id}");
        }
        assert!(!are_known(&[]));
        assert!(!are_known(&[89, 352]));
        assert!(are_known(&[564]));
    }
}
