//! `environment.yml`: what conda installs. What stands in its list is written in a way of its own: `numpy=1.26` means any
//! release that begins so, and a channel may stand before the name, a build behind the version.

use ir::{Constant, Data};
use knowledge::VersionRange;

use super::{Entries, requirements};

/// More entries of such a file are not looked at, nor is a file that has them.
const MOST_ENTRIES: usize = 8_192;

/// Reads the file; lines for `pip` are requirements.
pub(super) fn read(text: &str, entries: &mut Entries<'_>) {
    let Ok(Data::Map(file)) = frontends::yaml_data(text, MOST_ENTRIES) else { return };
    let list = file.iter().find(|(name, _)| &**name == "dependencies").map(|(_, list)| list);
    let Some(Data::List(dependencies)) = list else { return };
    for dependency in dependencies {
        match dependency {
            Data::Constant(Constant::Str(written)) => take(written, entries),
            Data::Map(installers) => {
                let of_pip = installers.iter().filter(|(name, _)| &**name == "pip");
                for written in of_pip.filter_map(|(_, list)| texts(list)).flatten() {
                    requirements::take(written, entries);
                }
            }
            _ => {}
        }
    }
}

fn texts(list: &Data) -> Option<impl Iterator<Item = &str>> {
    let Data::List(list) = list else { return None };
    Some(list.iter().filter_map(|one| match one {
        Data::Constant(Constant::Str(text)) => Some(&**text),
        _ => None,
    }))
}

/// Takes one of conda's requirements.
fn take(written: &str, entries: &mut Entries<'_>) {
    let written = written.rsplit_once("::").map_or(written, |(_, behind)| behind).trim();
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let end = written.find(|letter: char| !is_of_name(letter)).unwrap_or(written.len());
    let (name, rest) = written.split_at(end);
    let rest = rest.trim();
    let range = match rest.strip_prefix('=').filter(|version| !version.starts_with('=')) {
        // One sign: what begins so; behind a second one stands the build.
        Some(version) => match version.split_once('=') {
            Some((version, _)) => VersionRange::exact(version.trim()),
            None => VersionRange::requirement(&format!("=={}.*", version.trim().trim_end_matches(".*"))),
        },
        None if rest.starts_with(|letter: char| letter.is_ascii_digit()) => {
            VersionRange::requirement(&format!("=={}", rest.split_whitespace().next().unwrap_or_default()))
        }
        None => VersionRange::requirement(rest),
    };
    entries.take(name, range, rest, false);
}
