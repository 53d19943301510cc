//! How far a review has come, for whoever shows it. Nothing of it enters the review.

/// Told of progress, from several threads at once.
pub trait Progress: Sync {
    /// A stage begins; `total` is how many steps it has, if that is known.
    fn stage(&self, name: &str, total: Option<usize>);

    /// So many steps of the stage are done.
    fn advance(&self, steps: usize);
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &str, _total: Option<usize>) {}

    fn advance(&self, _steps: usize) {}
}
