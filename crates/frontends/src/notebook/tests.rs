//! Notebooks of a few cells: their code, where it is written, and what is left of damaged ones.

use ir::NoteKind;

use super::*;
use crate::{Language, lower};

/// A notebook of cells, each with its kind and the lines of its source.
fn written(cells: &[(&str, &[&str])]) -> String {
    let cell = |(kind, lines): &(&str, &[&str])| {
        let lines: Vec<String> =
            lines.iter().map(|line| format!("    {}", serde_json::to_string(&format!("{line}\n")).unwrap())).collect();
        format!("  {{\n   \"cell_type\": \"{kind}\",\n   \"source\": [\n{}\n   ]\n  }}", lines.join(",\n"))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{{\n \"cells\": [\n{}\n ],\n \"nbformat\": 4\n}}\n", cells.join(",\n"))
}

fn code(text: &str) -> SourceFile {
    match notebook("a.ipynb", text.to_owned()) {
        Notebook::Code(file) => file,
        other => panic!("{other:?}"),
    }
}

#[test]
fn cells_of_code_are_one_text_in_their_order() {
    let text = written(&[("markdown", &["# Title"]), ("code", &["a = \"\u{e4}\""]), ("code", &["b = a", "c = b"])]);
    let file = code(&text);
    assert_eq!(file.text, format!("a = \"\u{e4}\"\n{BREAK}b = a\nc = b\n{BREAK}"));
    let at = |part: &str| {
        Span::new(file.text.find(part).unwrap() as u32, (file.text.find(part).unwrap() + part.len()) as u32)
    };
    let raw = |part: &str| {
        let (whole, span) = file.written(at(part));
        (whole.text[span.start as usize..span.end as usize].to_owned(), whole.position(span.start).line)
    };
    assert_eq!(raw("a = \"\u{e4}\""), ("a = \\\"\u{e4}\\\"".to_owned(), 12));
    assert_eq!(raw("\u{e4}\"").0, "\u{e4}\\\"");
    assert_eq!(raw("c = b"), ("c = b".to_owned(), 19));
    assert_eq!(file.cell_line(at("a =").start), Some(ir::CellLine { cell: 2, line: 1 }));
    assert_eq!(file.cell_line(at("c = b").start), Some(ir::CellLine { cell: 3, line: 2 }));
}

#[test]
fn a_source_may_be_one_string() {
    let file = code(r#"{"cells": [{"source": "a = 1\nb = '\t'\n", "cell_type": "code"}]}"#);
    assert_eq!(file.text, format!("a = 1\nb = '\t'\n{BREAK}"));
    let at = file.text.find("'\t'").unwrap() as u32;
    let (whole, span) = file.written(Span::new(at, at + 3));
    assert_eq!(&whole.text[span.start as usize..span.end as usize], "'\\t'");
}

#[test]
fn magics_and_commands_are_opaque_and_the_rest_is_read() {
    let text = written(&[
        ("code", &["%matplotlib inline", "!pip install x", "a = !ls", "a?", "%%no = 1 if 0 else 0"]),
        ("code", &["%%bash", "export A=1", "if then ("]),
        ("code", &["%%time", "b = 1"]),
    ]);
    let file = code(&text);
    assert!(!file.text.contains("export") && file.text.contains("%%bash\n") && file.text.contains("b = 1"));
    let module = lower(&file, Language::Notebook, "a", false);
    assert!(ir::verify_module(&module).is_ok());
    assert!(module.notes.iter().all(|note| note.kind == NoteKind::Opaque), "{:?}", module.notes);
    assert!(module.bindings.iter().any(|binding| module.symbols.text(binding.name) == "b"));
}

#[test]
fn a_cell_that_cannot_be_parsed_is_left_out_alone() {
    let text = written(&[("code", &["a = 1"]), ("code", &["f((", "x = '''"]), ("code", &["b = a"])]);
    let module = lower(&code(&text), Language::Notebook, "a", false);
    let errors: Vec<_> = module.notes.iter().filter(|note| note.kind == NoteKind::Syntax).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    for name in ["a", "b"] {
        assert!(module.bindings.iter().any(|binding| module.symbols.text(binding.name) == name), "{name}");
    }
}

#[test]
fn what_is_no_notebook_of_this_language_is_told() {
    let foreign = r#"{"metadata": {"kernelspec": {"language": "R"}}, "cells": []}"#;
    assert!(matches!(notebook("a.ipynb", foreign.to_owned()), Notebook::Foreign));
    for text in ["", "{", "[{\"cells\": [{]", "\"a"] {
        assert!(matches!(notebook("a.ipynb", text.to_owned()), Notebook::Broken(..)), "{text}");
    }
    assert!(matches!(
        notebook("a.ipynb", "{\"cells\":[".repeat(50_000)),
        Notebook::Broken("it is nested too deeply", _)
    ));
    assert!(code("{\"cells\": 1}").text.is_empty());
}

#[test]
fn what_cells_print_is_a_text_and_code_is_none() {
    let text = r#"{"cells": [
        {"cell_type": "code", "source": ["secret_code()\n"], "outputs": [{"text": ["first half ", "second half"]}]},
        {"cell_type": "markdown", "source": ["prose"]},
        {"cell_type": "code", "source": "%%bash\nexport A=1"}
    ]}"#;
    let found: Vec<String> = texts(text).into_iter().map(|(text, _)| text).collect();
    assert_eq!(found, ["first half ", "second half", "prose", "%%bash\nexport A=1"]);
}

#[test]
fn nothing_in_a_notebook_makes_it_fail() {
    let parts = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"cells\"",
        "\"source\"",
        "\"cell_type\"",
        "\"code\"",
        "\"a\\n\"",
        "\"%%bash\\n\"",
        "\"\\u00e4\\ud83d\"",
        "\"\u{e4}\"",
        "1",
        "\n",
        "\"outputs\"",
        "\\",
    ];
    let mut seed = 3_u64;
    for _ in 0..2_000 {
        let mut text = String::from("{\"cells\": [{\"cell_type\": \"code\", \"source\": [");
        for _ in 0..16 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        for (_, span) in texts(&text) {
            assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
        if let Notebook::Code(file) = notebook("a.ipynb", text.clone()) {
            for at in (0..file.text.len() as u32).filter(|at| file.text.is_char_boundary(*at as usize)) {
                let (whole, span) = file.written(Span::new(at, file.text.len() as u32));
                assert!(whole.text.get(span.start as usize..span.end as usize).is_some(), "{text}");
            }
        }
    }
}
