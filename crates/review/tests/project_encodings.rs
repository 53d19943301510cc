//! One program in all encodings and line ends has the same lines and columns; and positions are right for any text.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use flawline_review::{DiscoverOptions, Project, place};
use ir::{SourceFile, Span};

const PROGRAM: &str =
    "# coding: latin-1\nname = '\u{e4}\u{f6}\u{fc}'; sink(name)\n\ndef f(\u{e9}):\n    return sink(\u{e9})\n";

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let utf16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
    };
    let utf8 = text.replace("latin-1", "utf-8");
    match encoding {
        "UTF-8" => utf8.into_bytes(),
        "UTF-8 with a mark" => [b"\xEF\xBB\xBF", utf8.as_bytes()].concat(),
        "UTF-16LE" => utf16([0xFF, 0xFE], u16::to_le_bytes),
        "UTF-16BE" => utf16([0xFE, 0xFF], u16::to_be_bytes),
        _ => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
    }
}

#[test]
fn lines_and_columns_are_the_same_in_all_encodings_and_line_ends() {
    for end in ["\n", "\r\n", "\r"] {
        for encoding in ["UTF-8", "UTF-8 with a mark", "UTF-16LE", "UTF-16BE", "Latin-1"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.py");
            std::fs::write(&path, encoded(&PROGRAM.replace('\n', end), encoding)).unwrap();
            let project = Project::discover(&[path], &DiscoverOptions::default()).unwrap();
            let file = &project.files[0];
            assert!(file.gap.is_none(), "{encoding} {:?}", file.gap);
            let places = file.source.text.match_indices("sink").map(|(at, found)| {
                let span = Span::new(at as u32, (at + found.len()) as u32);
                let place = place(&file.source, span);
                (place.line, place.column, place.end_line, place.end_column)
            });
            let places: Vec<_> = places.collect();
            assert_eq!(places, [(2, 15, 2, 19), (5, 12, 5, 16)], "{encoding} {end:?}");
            assert_eq!(file.source.line(5), "    return sink(\u{e9})", "{encoding} {end:?}");
        }
    }
}

#[test]
fn what_cannot_be_decoded_is_a_gap_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.py");
    std::fs::write(&path, b"a = 1\nb = '\x82\xA0'; sink(b)\n").unwrap();
    let project = Project::discover(&[path], &DiscoverOptions::default()).unwrap();
    let file = &project.files[0];
    let gap = file.gap.as_ref().unwrap();
    assert_eq!((gap.place.line, gap.place.column, gap.text.as_str()), (2, 6, "2 bytes are not UTF-8"));
    let at = file.source.text.find("sink").unwrap() as u32;
    // One character for each byte: what follows stays in its column.
    assert_eq!(file.source.position(at).column, 11);
}

/// Numbers by chance, the same everywhere.
fn chance() -> impl FnMut(usize) -> usize {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize % below
    }
}

/// From a line and a column back to the offset, by the text alone.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let mut rest = text;
    for _ in 1..line {
        let end = rest.find(['\n', '\r'])?;
        rest = &rest[end + if rest[end..].starts_with("\r\n") { 2 } else { 1 }..];
    }
    let (inside, _) = rest.char_indices().nth(column as usize - 1)?;
    Some(text.len() - rest.len() + inside)
}

#[test]
fn whatever_the_bytes_are_each_offset_leads_to_a_place_and_the_place_back_to_it() {
    let many = std::env::var("FLAWLINE_LAWS").ok().and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
    let mut random = chance();
    for _ in 0..4 * many {
        let folder = tempfile::tempdir().unwrap();
        for file in 0..250 {
            // Line ends and beginnings of longer characters more often than chance has them; no zero, which would make
            // it no text.
            const OFTEN: [u8; 8] = [b'\n', b'\r', 0xC3, 0xA4, 0xE2, 0xF0, 0x80, 0xEF];
            let byte = |random: &mut dyn FnMut(usize) -> usize| match random(2) {
                0 => OFTEN[random(OFTEN.len())],
                _ => 1 + random(255) as u8,
            };
            let bytes: Vec<u8> = (0..random(40)).map(|_| byte(&mut random)).collect();
            std::fs::write(folder.path().join(format!("f{file}.py")), bytes).unwrap();
        }
        let options = DiscoverOptions { no_ignore: true, ..DiscoverOptions::default() };
        let project = Project::discover(&[folder.path().to_owned()], &options).unwrap();
        assert_eq!(project.files.len(), 250);
        for file in &project.files {
            let text = &file.source.text;
            for (at, _) in text.char_indices() {
                let position = file.source.position(at as u32);
                assert_eq!(offset(text, position.line, position.column), Some(at), "{text:?}");
            }
        }
    }
}

#[test]
fn the_position_of_every_offset_is_right_for_any_text() {
    const PARTS: [&str; 12] =
        ["a", "\u{e4}", "\u{20ac}", "\u{1f600}", "\n", "\r", "\r\n", " ", "\t", "\0", "\u{2028}", "\u{301}"];
    let mut random = chance();
    for _ in 0..20_000 {
        let text: String = (0..random(24)).map(|_| PARTS[random(PARTS.len())]).collect();
        let file = SourceFile::new("a.py", text.as_str());
        let (mut line, mut column) = (1, 1);
        let mut previous = None;
        for (at, c) in text.char_indices() {
            if previous == Some('\n') || previous == Some('\r') && c != '\n' {
                (line, column) = (line + 1, 1);
            }
            let position = file.position(at as u32);
            assert_eq!((position.line, position.column), (line, column), "{text:?} at {at}");
            // And back again.
            let (start, _) = file.lines.range(position.line, text.len());
            let back = text[start..].char_indices().nth(position.column as usize - 1).map(|(offset, _)| start + offset);
            assert_eq!(back, Some(at), "{text:?}");
            // An offset inside a character counts as at its start.
            for inside in 1..c.len_utf8() {
                assert_eq!(file.position((at + inside) as u32), position, "{text:?}");
            }
            column += 1;
            previous = Some(c);
        }
    }
}
