//! How far the review has come, on standard error, where a person looks at it.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const TICK: Duration = Duration::from_millis(120);

/// A line that moves, or nothing.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A line when standard error is a terminal that a person looks at.
    pub(crate) fn new(quiet: bool) -> Self {
        let watched = !quiet && std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        let target = if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if watched {
            // A stage without steps moves, too.
            bar.enable_steady_tick(TICK);
        }
        Self(bar)
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl review::Progress for Bar {
    fn stage(&self, name: &str, total: Option<usize>) {
        let template = if total.is_some() { "{spinner} {msg} {bar:30} {pos}/{len}" } else { "{spinner} {msg}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
        self.0.set_position(0);
        match total {
            Some(total) => self.0.set_length(total as u64),
            None => self.0.unset_length(),
        }
        self.0.set_message(name.to_owned());
    }

    fn advance(&self, n: usize) {
        self.0.inc(n as u64);
    }
}
