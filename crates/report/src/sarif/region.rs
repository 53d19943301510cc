//! Places as SARIF counts them: lines from 1, columns in UTF-16 code units from 1.

use review::{Excerpt, Place};

use super::document::{ArtifactLocation, Location, PhysicalLocation, Region, Snippet};
use crate::lines::{Position, covered, lines, positions};
use crate::sink::RelativeUri;

/// The id under which the reviewed root is known.
pub(crate) const ROOT: &str = "%SRCROOT%";

/// The longest code, in bytes, that is copied for viewers without the file.
const LONGEST: usize = 4_096;

/// A place with the code around it.
pub(crate) fn location(place: &Place, excerpt: &Excerpt) -> Location {
    let found = lines(&excerpt.text);
    let (start, end) = positions(excerpt, &found);
    let prefix = |position: Position| {
        let line = found.get(position.line).map_or("", |line| line.text);
        line.get(..position.byte).unwrap_or("")
    };
    let snippet = |text: &str| (text.len() <= LONGEST).then(|| Snippet { text: text.to_owned() });
    let region = Region {
        start_line: place.line,
        start_column: Some(utf16(place.column, prefix(start))),
        end_line: place.end_line,
        end_column: Some(utf16(place.end_column, prefix(end))),
        snippet: snippet(covered(excerpt)),
    };
    let last = excerpt.first_line.saturating_add((found.len() as u32).saturating_sub(1));
    let is_around = excerpt.first_line <= place.line && last >= place.end_line;
    let context_region = (is_around && excerpt.text.len() <= LONGEST).then(|| Region {
        start_line: excerpt.first_line,
        start_column: None,
        end_line: last,
        end_column: None,
        snippet: snippet(&excerpt.text),
    });
    physical(&place.path, Some(region), context_region)
}

/// A place without code; the columns are left out, as they cannot be counted.
pub(crate) fn line_of(place: &Place) -> Location {
    let region = (place.line > 0).then(|| lines_only(place.line, place.end_line.max(place.line)));
    physical(&place.path, region, None)
}

/// A line of a file.
pub(crate) fn line(path: &str, line: u32) -> Location {
    physical(path, Some(lines_only(line, line)), None)
}

/// Some lines of a file.
pub(crate) fn lines_of(path: &str, (first, last): (u32, u32)) -> Location {
    let first = first.max(1);
    physical(path, Some(lines_only(first, last.max(first))), None)
}

/// A file.
pub(crate) fn file(path: &str) -> Location {
    physical(path, None, None)
}

fn lines_only(start_line: u32, end_line: u32) -> Region {
    Region { start_line, start_column: None, end_line, end_column: None, snippet: None }
}

fn physical(path: &str, region: Option<Region>, context_region: Option<Region>) -> Location {
    let artifact_location = ArtifactLocation { uri: RelativeUri::of_path(path), uri_base_id: ROOT };
    Location {
        physical_location: PhysicalLocation { artifact_location, region, context_region },
        logical_locations: Vec::new(),
        message: None,
    }
}

/// The column in UTF-16 units of a column in code points: one more for each character before it that takes two units.
fn utf16(column: u32, prefix: &str) -> u32 {
    column.saturating_add(prefix.chars().filter(|c| c.len_utf16() == 2).count() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let text = "x = 1\ny = '🙂ä' + z\n";
        let from = text.find('z').unwrap();
        let excerpt = Excerpt { first_line: 7, text: text.to_owned(), range: from..from + 1 };
        let place = Place { path: "a.py".to_owned(), line: 8, column: 12, end_line: 8, end_column: 13, cell: None };
        let location = location(&place, &excerpt).physical_location;
        let region = location.region.unwrap();
        assert_eq!((region.start_column, region.end_column), (Some(13), Some(14)));
        assert_eq!(region.snippet.unwrap().text, "z");
        let context = location.context_region.unwrap();
        assert_eq!((context.start_line, context.end_line), (7, 8));
    }

    #[test]
    fn long_code_is_not_copied() {
        let excerpt = Excerpt { first_line: 1, text: "x".repeat(10_000), range: 0..10_000 };
        let place = Place { path: "a".to_owned(), line: 1, column: 1, end_line: 1, end_column: 10_001, cell: None };
        let location = location(&place, &excerpt).physical_location;
        assert!(location.region.unwrap().snippet.is_none());
        assert!(location.context_region.is_none());
    }
}
