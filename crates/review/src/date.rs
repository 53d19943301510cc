//! Days of the calendar, as far as a comment may say until when it holds. Nothing here asks what day it is.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that a text such as `2027-03-01` names, if there is such a day.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_form = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_form {
            return None;
        }
        let (year, month, day) = (text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?);
        (1..=days_of(year, month)).contains(&day).then_some(Self { year, month, day })
    }

    /// The day that begins so many days after the first of January 1970.
    pub fn from_days(mut days: u64) -> Option<Self> {
        for year in 1970..=9999 {
            for month in 1..=12 {
                let length = u64::from(days_of(year, month));
                if days < length {
                    return Some(Self { year, month, day: days as u8 + 1 });
                }
                days -= length;
            }
        }
        None
    }
}

/// How many days a month has; none when there is no such month.
fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_there_are_can_be_named() {
        for day in ["2027-03-01", "2028-02-29", "2000-02-29", "9999-12-31"] {
            assert_eq!(Date::parse(day).unwrap().to_string(), day);
        }
        for text in [
            "2027-02-29",
            "1900-02-29",
            "2027-13-01",
            "2027-00-10",
            "2027-01-00",
            "27-01-01",
            "2027-1-1",
            "2027/01/01",
            "2027-01-011",
            "\u{e4}027-01-1",
            "",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2027-03-01") < Date::parse("2027-10-01"));
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (days, day) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_513, "2026-03-01")] {
            assert_eq!(Date::from_days(days).unwrap().to_string(), day);
        }
        assert_eq!(Date::from_days(u64::MAX), None);
    }
}
