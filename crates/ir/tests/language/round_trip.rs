//! What is printed is read back as it was.

use flawline_ir::{Constant, Module, Op, Symbol, parse_module, print_function, print_module, verify_module};

use crate::meaning::meaning;
use crate::{chance, sample};

fn assert_round_trip(module: &Module) {
    let text = print_module(module);
    let again = parse_module(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(print_module(&again), text);
    assert_eq!(meaning(&again), meaning(module), "{text}");
}

#[test]
fn a_module_with_everything_prints_as_documented() {
    assert_eq!(print_module(&sample::module()), sample::TEXT);
}

#[test]
fn a_module_with_everything_is_read_back_as_it_was() {
    assert_round_trip(&sample::module());
}

#[test]
fn modules_by_chance_are_valid_and_read_back_as_they_were() {
    for seed in 0..500 {
        let module = chance::module(seed);
        if let Err(errors) = verify_module(&module) {
            panic!("seed {seed}: {}\n{}", errors[0], print_module(&module));
        }
        assert_round_trip(&module);
        let again = parse_module(&print_module(&module)).unwrap();
        assert_eq!(verify_module(&again), Ok(()), "seed {seed}");
    }
}

#[test]
fn the_documented_example_is_valid_and_what_is_printed() {
    let source = include_str!("../../src/print/mod.rs").lines();
    let example = source.skip_while(|line| *line != "//! ```text").skip(1).take_while(|line| *line != "//! ```");
    let text: String = example.flat_map(|line| [line.get(4..).unwrap_or(""), "\n"]).collect();
    let module = parse_module(&text).unwrap();
    assert_eq!(verify_module(&module), Ok(()));
    assert_eq!(print_module(&module), text);
}

#[test]
fn a_function_prints_as_it_does_in_its_module() {
    let module = sample::module();
    for function in &module.functions {
        let text = print_function(&module, function);
        assert!(sample::TEXT.contains(&format!("\n\n{text}")), "{text}");
    }
}

#[test]
fn a_function_of_no_module_prints_without_a_number() {
    let module = sample::module();
    let stranger = module.functions[4].clone();
    assert!(print_function(&module, &stranger).starts_with("fn f? <lambda>() {\n"));
}

#[test]
fn blanks_comments_and_line_ends_mean_nothing() {
    let loose: String = sample::TEXT.lines().flat_map(|line| ["\t ", line, " ; \"a comment\r\n\r\n ;\n"]).collect();
    assert_eq!(print_module(&parse_module(&loose).unwrap()), sample::TEXT);
}

#[test]
fn the_text_holds_no_character_that_people_cannot_see() {
    let every: String = ('\0'..='\u{ffff}').chain('\u{e0000}'..='\u{e01ff}').collect();
    let mut module = sample::module();
    module.name = module.symbols.intern(&every);
    let id = module.constants.intern(Constant::Str(every.as_str().into()));
    module.functions[1].ops[2] = Op::Const(id);
    let text = print_module(&module);
    assert_eq!(text.lines().count(), sample::TEXT.lines().count());
    let invisible = |char: char| {
        (char.is_control() && char != '\n')
            || (char.is_whitespace() && !matches!(char, ' ' | '\n'))
            || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
            || matches!(char, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{3164}' | '\u{e0000}'..)
    };
    assert_eq!(text.chars().find(|&char| invisible(char)), None);
    assert_round_trip(&module);
}

#[test]
fn a_linked_module_prints_its_symbols_by_number() {
    let mut module = sample::module();
    let Symbol(number) = module.name;
    module.symbols = flawline_ir::Interner::default();
    let text = print_module(&module);
    assert!(text.starts_with(&format!("module ?{number} package\n")), "{text}");
    assert_eq!(print_module(&parse_module(&text).unwrap()), text);
}
