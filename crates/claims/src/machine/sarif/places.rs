//! Where a result of a SARIF log is said to be.
//!
//! Takes a result and what its run says of files; gives places, with the code that is shown of them.

use serde_json::Value;

use super::super::gather::Common;
use super::super::json::{lines, list, number, text};
use super::super::texts::{MOST, quote};
use super::super::uri;
use crate::claim::ClaimedPlace;
use crate::limits;

/// So many addresses may stand before one another.
const DEEPEST: usize = 8;

/// What a run says of files.
pub(super) struct Files<'a> {
    artifacts: &'a [Value],
    bases: &'a Value,
}

impl<'a> Files<'a> {
    /// The files of a run.
    pub(super) fn of(run: &'a Value) -> Self {
        Self { artifacts: list(&run["artifacts"]), bases: &run["originalUriBaseIds"] }
    }

    /// The places of a result; the file that was looked at, where there are none.
    pub(super) fn places(&self, result: &Value, common: &mut Common) -> Vec<ClaimedPlace> {
        let mut places: Vec<ClaimedPlace> = Vec::new();
        for location in list(&result["locations"]).iter().take(MOST) {
            if let Some(place) = self.place(&location["physicalLocation"], common).filter(|one| !places.contains(one)) {
                places.push(place);
            }
        }
        if places.is_empty()
            && let Some(path) = self.path(&result["analysisTarget"], common)
        {
            places.push(ClaimedPlace { path: Some(path), ..ClaimedPlace::default() });
        }
        places
    }

    fn place(&self, location: &Value, common: &mut Common) -> Option<ClaimedPlace> {
        let region = &location["region"];
        let range = lines(&region["startLine"], &region["endLine"], &region["endColumn"]);
        let shown = text(&region["snippet"]["text"]);
        let around = range.and_then(|range| around(&location["contextRegion"], range));
        // Where a log says two things of the same lines, the one is believed that says which lines it shows.
        let agree = around.as_ref().is_none_or(|around| shown.is_some_and(|shown| around.contains(shown.trim())));
        let shown = if agree { shown.and_then(quote) } else { around.as_deref().and_then(quote) };
        let place = ClaimedPlace {
            path: self.path(&location["artifactLocation"], common),
            is_carried: false,
            is_mentioned: false,
            lines: range.into_iter().collect(),
            quotes: shown.into_iter().collect(),
            route: None,
        };
        (place != ClaimedPlace::default()).then_some(place)
    }

    /// The path of a file: its address, behind those of the folders in which it lies.
    fn path(&self, location: &Value, common: &mut Common) -> Option<String> {
        let (location, uri) = if let Some(uri) = text(&location["uri"]) {
            (location, uri)
        } else {
            let location = &self.artifacts.get(number(&location["index"])? as usize)?["location"];
            (location, common.copy(text(&location["uri"])?)?)
        };
        let mut path = uri.to_owned();
        let mut base = text(&location["uriBaseId"]);
        for _ in 0..DEEPEST {
            let Some(name) = base.filter(|_| !uri::is_absolute(&path)) else { break };
            let location = &self.bases[name];
            let Some(above) = text(&location["uri"]) else { break };
            // The root of the code is what paths are told from, wherever it was on another machine.
            if uri::is_absolute(above) && name.to_lowercase().contains("root") {
                break;
            }
            let Some(above) = common.copy(above) else { break };
            path = if above.ends_with('/') { format!("{above}{path}") } else { format!("{above}/{path}") };
            base = text(&location["uriBaseId"]);
        }
        (path.len() <= limits::PATH).then(|| uri::path(&path)).filter(|path| !path.is_empty())
    }
}

/// Those lines of a range that are shown among the lines around it, if such are shown.
fn around(context: &Value, (first, last): (u32, u32)) -> Option<String> {
    let shown = text(&context["snippet"]["text"])?;
    let start = number(&context["startLine"])?;
    let (first, end) = (first.max(start) - start, last.saturating_add(1).saturating_sub(start));
    let lines = shown.lines().skip(first as usize).take(end.saturating_sub(first) as usize);
    Some(lines.collect::<Vec<_>>().join("\n"))
}
