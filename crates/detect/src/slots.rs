//! Fills the slots of a rule's texts.

/// A slot's name and what stands there.
pub(crate) type Slots<'a> = [(&'a str, String)];

/// The text with its slots filled; an unknown slot stays as it is.
pub(crate) fn fill(text: &str, slots: &Slots<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let slot = inside.find('}').map(|close| (&inside[..close], &inside[close + 1..]));
        let known = slot
            .and_then(|(name, after)| slots.iter().find(|(slot, _)| *slot == name).map(|(_, value)| (value, after)));
        if let Some((value, after)) = known {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = inside;
        }
    }
    filled.push_str(rest);
    // A slot that is empty leaves its white space behind.
    let mut text = filled.replace(" ,", ",").replace(" .", ".");
    while let Some(at) = text.find("  ") {
        text.remove(at);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn slots_are_filled_and_what_is_no_slot_stays() {
        let slots = [("api", "run".to_owned()), ("fact", String::new())];
        assert_eq!(fill("calls {api} {fact}, {x} and {", &slots), "calls run, {x} and {");
    }

    #[test]
    fn a_filled_value_is_not_filled_again() {
        let slots = [("a", "{b}".to_owned()), ("b", "no".to_owned())];
        assert_eq!(fill("{a}", &slots), "{b}");
    }
}
