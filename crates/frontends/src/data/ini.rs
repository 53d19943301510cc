//! Sections of pairs, as `configparser` reads them by default: names in lower case, values trimmed, what stands under
//! `DEFAULT` in every section.

use ir::{Constant, Data};

/// A section: its name, and its pairs.
type Section = (Box<str>, Vec<(Box<str>, Data)>);

pub(super) fn read(text: &str) -> Result<Data, String> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        // More of the value before: it is not put together.
        let pairs = sections.last_mut().map(|(_, pairs)| pairs);
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = pairs.and_then(|pairs| pairs.last_mut()) {
                *value = Data::Unknown;
            }
            continue;
        }
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(name, _)| name) {
            if sections.iter().any(|(known, _)| &**known == name) {
                return Err(format!("the section {name} stands twice"));
            }
            if sections.len() > super::ENTRIES {
                return Err("it has more sections than are kept".to_owned());
            }
            sections.push((name.into(), Vec::new()));
            continue;
        }
        let Some(pairs) = pairs else { return Err("there is something before the first section".to_owned()) };
        let Some(at) = content.find(['=', ':']) else { return Err("a line has no value".to_owned()) };
        let (name, value) = (content[..at].trim().to_lowercase(), content[at + 1..].trim());
        if pairs.iter().any(|(known, _)| **known == *name) {
            return Err(format!("{name} stands twice"));
        }
        if pairs.len() > super::ENTRIES {
            return Err("a section has more entries than are kept".to_owned());
        }
        // What a reader would put in for a name is not looked up.
        let is_computed = value.contains(['%', '$']);
        let value = if is_computed { Data::Unknown } else { Data::Constant(Constant::Str(value.into())) };
        pairs.push((name.into(), value));
    }
    let defaults = sections.iter().find(|(name, _)| &**name == "DEFAULT").map(|(_, pairs)| pairs.clone());
    if defaults.as_ref().map_or(0, Vec::len) * sections.len() > super::ENTRIES {
        return Err("its defaults stand for more entries than are kept".to_owned());
    }
    for (_, pairs) in &mut sections {
        for (name, value) in defaults.iter().flatten() {
            if !pairs.iter().any(|(known, _)| known == name) {
                pairs.push((name.clone(), value.clone()));
            }
        }
    }
    Ok(Data::Map(sections.into_iter().map(|(name, pairs)| (name, Data::Map(pairs))).collect()))
}
