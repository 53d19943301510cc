//! Other constants: takes a syntax tree, gives edits of literals that are only data. Numbers change where they decide a
//! comparison of constants, and its truth stays; words change where a text is only stored or shown, by letters of the
//! same number, and no word that a condition of the file looks for; keys with numbers in them change everywhere alike.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    CmpOp, Expr, ExprCompare, ExprStringLiteral, InterpolatedStringElement, ModModule, Operator, Pattern, Stmt, UnaryOp,
};

use super::facts::{Facts, range};
use super::names::Edit;
use super::words::Chance;

/// Beginnings of the names of codecs and digests, which no data look like.
const NAMES: [&str; 12] = ["utf", "sha", "md", "latin", "iso", "cp", "blake", "aes", "des", "rc", "http", "rsa"];

/// Methods that look for their argument in a text.
const LOOKING: [&str; 14] = [
    "startswith",
    "endswith",
    "split",
    "rsplit",
    "replace",
    "find",
    "rfind",
    "index",
    "count",
    "partition",
    "rpartition",
    "strip",
    "removeprefix",
    "removesuffix",
];

/// The edits of a file.
pub(super) fn edits(text: &str, module: &ModModule, facts: &Facts, chance: &mut Chance) -> Vec<Edit> {
    let mut seen = Seen { text, ..Seen::default() };
    seen.visit_body(&module.body);
    let mut edits = seen.numbers(facts, chance);
    edits.extend(seen.words(chance));
    edits.extend(seen.keys(chance));
    edits
}

/// The literals of a file.
#[derive(Default)]
struct Seen<'a> {
    text: &'a str,
    comparisons: Vec<&'a ExprCompare>,
    /// What is assigned to a name as a number, by name.
    numbers: BTreeMap<&'a str, Vec<Range<usize>>>,
    values: BTreeMap<usize, (Range<usize>, i64)>,
    /// Texts that are only stored or shown, f-strings in their parts, each with its place.
    data: Vec<Vec<(Range<usize>, &'a str)>>,
    /// Texts that something is compared with.
    deciding: BTreeSet<String>,
    /// All texts that are no part of another.
    all: Vec<&'a ExprStringLiteral>,
}

impl<'a> Seen<'a> {
    /// The texts in an expression that is only stored.
    fn stored(&mut self, expression: &'a Expr) {
        match expression {
            Expr::StringLiteral(text) if !text.value.is_implicit_concatenated() => {
                self.data.push(vec![(range(text), text.value.to_str())]);
            }
            Expr::FString(text) => {
                let literal = |element: &'a InterpolatedStringElement| {
                    let literal = element.as_literal()?;
                    Some((range(literal), &*literal.value))
                };
                self.data.push(text.value.elements().filter_map(literal).collect());
            }
            Expr::If(choice) => {
                self.stored(&choice.body);
                self.stored(&choice.orelse);
            }
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                self.stored(&sum.left);
                self.stored(&sum.right);
            }
            _ => {}
        }
    }

    fn decides(&mut self, expression: &Expr) {
        let mut texts = Texts::default();
        texts.visit_expr(expression);
        self.deciding.extend(texts.0);
    }

    fn numbers(&self, facts: &Facts, chance: &mut Chance) -> Vec<Edit> {
        // A name counts that is bound once, to a number, and stands in nothing but comparisons of constants.
        let constants: BTreeMap<&str, usize> = self
            .numbers
            .iter()
            .filter(|(name, at)| at.len() == 1 && facts.names.get(**name).is_some_and(|name| name.bindings == 1))
            .map(|(name, at)| (*name, at[0].start))
            .collect();
        let mut values: BTreeMap<usize, i64> = self.values.iter().map(|(at, (_, value))| (*at, *value)).collect();
        let truths = |values: &BTreeMap<usize, i64>| -> Vec<Option<bool>> {
            self.comparisons.iter().map(|comparison| truth(comparison, &constants, values)).collect()
        };
        let wanted = truths(&values);
        let (mut inside, mut uses) = (BTreeSet::new(), BTreeMap::<&str, usize>::new());
        for (comparison, truth) in self.comparisons.iter().zip(&wanted) {
            if truth.is_some() {
                let mut operands = Operands::default();
                visitor::walk_expr(&mut operands, &Expr::Compare((*comparison).clone()));
                inside.extend(operands.numbers);
                for name in operands.names {
                    if let Some((name, _)) = constants.get_key_value(name.as_str()) {
                        *uses.entry(name).or_default() += 1;
                    }
                }
            }
        }
        for (name, at) in &constants {
            let all = facts.names.get(*name).map_or(0, |name| name.places.len() - name.bindings);
            if uses.get(name).is_some_and(|seen| *seen == all) {
                inside.insert(*at);
            } else if uses.contains_key(name) {
                inside.remove(at);
            }
        }
        for at in &inside {
            let Some(&old) = values.get(at) else { continue };
            for _ in 0..20 {
                let more = chance.below(usize::try_from(old).unwrap_or(0).max(4));
                let other = (old / 2).saturating_add(i64::try_from(more).unwrap_or(0)).max(2);
                values.insert(*at, other);
                if other != old && truths(&values) == wanted {
                    break;
                }
                values.insert(*at, old);
            }
        }
        let changed = self.values.iter().filter(|(at, (_, old))| values.get(at) != Some(old));
        changed.map(|(at, (place, _))| (place.clone(), values[at].to_string())).collect()
    }

    fn words(&self, chance: &mut Chance) -> Vec<Edit> {
        let runs_programs = ["subprocess", "os.", "popen"].iter().any(|word| self.text.contains(word));
        let mut edits = Vec::new();
        for parts in &self.data {
            let value: String = parts.iter().map(|(_, text)| *text).collect();
            let is_plain = value.chars().all(|c| c.is_ascii_alphanumeric() || " .,!_-".contains(c));
            let is_speech = value.contains([' ', '_']) || value.chars().any(|c| c.is_ascii_lowercase());
            // The first word of a text that is run is a program.
            let may_run = runs_programs && value.split_whitespace().count() < 4;
            if !is_plain || !is_speech || may_run || is_key(&value) || is_upper_word(&value) {
                continue;
            }
            for (place, _) in parts {
                self.words_in(place.clone(), chance, &mut edits);
            }
        }
        edits
    }

    /// The words in a place that nothing looks for.
    fn words_in(&self, place: Range<usize>, chance: &mut Chance, edits: &mut Vec<Edit>) {
        let mut at = place.start;
        for piece in self.text[place].split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
            let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
            let holds = |text: &String| text.contains(word) || (!text.is_empty() && word.contains(text.as_str()));
            let is_name = NAMES.iter().any(|name| word.to_ascii_lowercase().starts_with(name));
            if word.len() >= 3 && !is_name && !self.deciding.iter().any(holds) {
                edits.push((at..at + word.len(), chance.like(word)));
            }
            at += piece.len();
        }
    }

    fn keys(&self, chance: &mut Chance) -> Vec<Edit> {
        let mut places: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
        for literal in &self.all {
            let (value, at) = (literal.value.to_str(), range(*literal));
            if is_key(value) && self.text[at.clone()].len() == value.len() + 2 {
                places.entry(value).or_default().push(at.start + 1..at.end - 1);
            }
        }
        let mut edits = Vec::new();
        let mut taken: BTreeSet<String> = places.keys().map(|key| (*key).to_owned()).collect();
        for (key, places) in places.iter().filter(|(_, places)| places.len() > 1) {
            let new = chance.like(key);
            if taken.insert(new.clone()) {
                edits.extend(places.iter().map(|at| (at.clone(), new.clone())));
            }
        }
        edits
    }
}

impl<'a> Visitor<'a> for Seen<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(assigned) => {
                self.stored(&assigned.value);
                if let ([Expr::Name(name)], Expr::NumberLiteral(number)) = (&assigned.targets[..], &*assigned.value) {
                    self.numbers.entry(name.id.as_str()).or_default().push(range(number));
                }
            }
            Stmt::AugAssign(assigned) => self.stored(&assigned.value),
            _ => {}
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Compare(comparison) => {
                self.comparisons.push(comparison);
                self.decides(expression);
            }
            Expr::NumberLiteral(number) => {
                if let Some(value) = number.value.as_int().and_then(ruff_python_ast::Int::as_i64) {
                    self.values.insert(range(number).start, (range(number), value));
                }
            }
            Expr::StringLiteral(text) => self.all.push(text),
            _ => {}
        }
        if let Expr::Call(call) = expression
            && call.func.as_attribute_expr().is_some_and(|method| LOOKING.contains(&method.attr.as_str()))
        {
            call.arguments.args.iter().for_each(|argument| self.decides(argument));
        }
        visitor::walk_expr(self, expression);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        if let Pattern::MatchValue(matched) = pattern {
            self.decides(&matched.value);
        }
        visitor::walk_pattern(self, pattern);
    }
}

/// All texts in an expression.
#[derive(Default)]
struct Texts(Vec<String>);

impl<'a> Visitor<'a> for Texts {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::StringLiteral(text) = expression {
            self.0.push(text.value.to_str().to_owned());
        }
        visitor::walk_expr(self, expression);
    }
}

/// The numbers and names in an expression.
#[derive(Default)]
struct Operands {
    numbers: Vec<usize>,
    names: Vec<String>,
}

impl<'a> Visitor<'a> for Operands {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::NumberLiteral(number) => self.numbers.push(range(number).start),
            Expr::Name(name) => self.names.push(name.id.to_string()),
            _ => visitor::walk_expr(self, expression),
        }
    }
}

/// Whether a text looks like a made-up key: letters and a number.
fn is_key(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let is_name = NAMES.iter().any(|name| text.to_ascii_lowercase().starts_with(name));
    letters >= 3
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !is_name
}

fn is_upper_word(text: &str) -> bool {
    text.split(' ').any(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase()))
}

/// Whether a comparison of constants holds; none when it is not one.
fn truth(comparison: &ExprCompare, names: &BTreeMap<&str, usize>, values: &BTreeMap<usize, i64>) -> Option<bool> {
    let [operator] = comparison.ops[..] else { return None };
    let left = number(&comparison.left, names, values, 16)?;
    let right = number(comparison.comparators.first()?, names, values, 16)?;
    match operator {
        CmpOp::Eq => Some(left == right),
        CmpOp::NotEq => Some(left != right),
        CmpOp::Lt => Some(left < right),
        CmpOp::LtE => Some(left <= right),
        CmpOp::Gt => Some(left > right),
        CmpOp::GtE => Some(left >= right),
        _ => None,
    }
}

fn number(
    expression: &Expr,
    names: &BTreeMap<&str, usize>,
    values: &BTreeMap<usize, i64>,
    depth: usize,
) -> Option<i64> {
    let depth = depth.checked_sub(1)?;
    match expression {
        Expr::NumberLiteral(number) => values.get(&range(number).start).copied(),
        Expr::Name(name) => values.get(names.get(name.id.as_str())?).copied(),
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => {
            number(&unary.operand, names, values, depth)?.checked_neg()
        }
        Expr::BinOp(two) => {
            let (left, right) = (number(&two.left, names, values, depth)?, number(&two.right, names, values, depth)?);
            match two.op {
                Operator::Add => left.checked_add(right),
                Operator::Sub => left.checked_sub(right),
                Operator::Mult => left.checked_mul(right),
                _ => None,
            }
        }
        _ => None,
    }
}
