//! Lock files: the version of each package that gets installed.

use knowledge::VersionRange;

use super::Entries;

/// Reads a lock that has a table `[[package]]`, or `[[packages]]`, for each package, with `name` and `version` on lines of their own as the tools
/// write them. Such files are large and made by programs: they are not parsed whole.
pub(super) fn read_tables(text: &str, entries: &mut Entries<'_>) {
    let mut in_package = false;
    let mut name = "";
    for line in text.lines() {
        if line.starts_with('[') {
            in_package = matches!(line.trim_end(), "[[package]]" | "[[packages]]");
            name = "";
        } else if in_package && let Some(value) = value_of(line, "name") {
            name = value;
        } else if in_package && let Some(version) = value_of(line, "version") {
            entries.take(name, VersionRange::exact(version), version, true);
        }
    }
}

/// The text that a line gives to a key.
fn value_of<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let value = line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
    value.strip_prefix('"')?.strip_suffix('"')
}

/// Reads `Pipfile.lock`.
pub(super) fn read_pipfile(text: &str, entries: &mut Entries<'_>) {
    let Ok(lock) = serde_json::from_str::<serde_json::Value>(text) else { return };
    for group in ["default", "develop"] {
        for (name, package) in lock.get(group).and_then(|group| group.as_object()).into_iter().flatten() {
            if let Some(version) = package.get("version").and_then(|version| version.as_str()) {
                entries.take(name, VersionRange::requirement(version), version, true);
            }
        }
    }
}
