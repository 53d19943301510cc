//! What day it is: the one clock that a review's outcome may depend on, asked once, before anything is read.
//!
//! Only comments that hold until a day are held against it. `--today` says another day, so that a review can be repeated.

use std::time::{SystemTime, UNIX_EPOCH};

use review::Date;

/// The day that the machine's clock says, in coordinated universal time; nothing when it says none.
pub(crate) fn today() -> Option<Date> {
    const SECONDS_OF_DAY: u64 = 24 * 60 * 60;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Date::from_days(since.as_secs() / SECONDS_OF_DAY)
}

/// Reads the argument of `--today`.
pub(crate) fn parse(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "it is no day; write it as 2027-03-01".to_owned())
}
