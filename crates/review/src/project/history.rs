//! What files held in earlier revisions, for who looks for code that is gone.

use std::path::Path;

use gix::Repository;

use super::revision::{bytes, open, parts};

/// Commits that are looked through.
const COMMITS: usize = 2_000;
/// Versions of one file that are looked at.
const VERSIONS: usize = 64;

/// The history of a repository, as far as its objects are there.
pub struct History {
    repository: Repository,
    below: Vec<String>,
    most_bytes: u64,
}

/// A file as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The number of the latest commit with it, shortened.
    pub commit: String,
    /// The day of that commit, as `2026-05-31`.
    pub date: String,
    /// Its text.
    pub text: String,
}

impl History {
    /// The history of the code at a path; none where there is none, or where it is not safe to read.
    pub fn of(code: &Path, most_bytes: u64) -> Option<Self> {
        let folder = if code.is_file() { code.parent()? } else { code };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let (repository, below) = open(folder).ok()?;
        Some(Self { repository, below: parts(&below), most_bytes })
    }

    /// The versions of a file below the folder of the code, the latest first, each once.
    pub fn versions(&self, path: &str) -> Vec<Version> {
        let whole: Vec<&str> = self.below.iter().map(String::as_str).chain(path.split('/')).collect();
        let mut versions = Vec::new();
        let mut last = None;
        let Ok(head) = self.repository.head_id() else { return versions };
        let Ok(walk) = self.repository.rev_walk([head.detach()]).first_parent_only().all() else { return versions };
        for commit in walk.take(COMMITS).filter_map(Result::ok) {
            let Ok(object) = commit.object() else { break };
            let Ok(tree) = object.tree() else { break };
            let entry = tree.lookup_entry(whole.iter().map(|part| part.as_bytes())).ok().flatten();
            let id = entry.filter(|entry| entry.mode().is_blob()).map(|entry| entry.object_id());
            if id == last {
                continue;
            }
            last = id;
            let text = id.and_then(|id| bytes(&self.repository, id, self.most_bytes));
            let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let date = object.time().map(|time| day(time.seconds)).unwrap_or_default();
            versions.push(Version { commit: commit.id.to_hex_with_len(10).to_string(), date, text });
            if versions.len() == VERSIONS {
                break;
            }
        }
        versions
    }
}

/// The day of a time in seconds since 1970, in UTC (the method of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(1_780_185_600), "2026-05-31");
    }
}
