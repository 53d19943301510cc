//! What other programs score on public suites, as data: measured with the same formula, each at the version named.

/// A program's mean over the categories, in points.
pub(super) struct Peer {
    pub(super) name: &'static str,
    pub(super) found: f64,
    pub(super) wrong: f64,
    pub(super) score: f64,
}

/// On the suite of 1,243 request handlers in Python, 14 categories.
pub(super) const PYTHON: [Peer; 5] = [
    Peer { name: "ruff 0.17.6, `--select S` with bandit's CWE ids", found: 30.0, wrong: 10.3, score: 19.7 },
    Peer { name: "bandit 1.9.4", found: 31.3, wrong: 16.5, score: 14.8 },
    Peer { name: "foxguard 0.14.1", found: 50.9, wrong: 38.0, score: 12.8 },
    Peer { name: "semgrep 1.182.0, semgrep-rules `python/`", found: 47.3, wrong: 35.0, score: 12.3 },
    Peer { name: "precli 0.8.6", found: 11.3, wrong: 2.3, score: 9.1 },
];

/// The number of tests of the suite that `PYTHON` speaks of.
pub(super) const PYTHON_TESTS: usize = 1_243;
