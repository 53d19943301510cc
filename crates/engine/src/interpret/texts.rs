//! What rows say of texts in a call: what a replacement leaves, what a group of a pattern is made of, and what is calculated
//! of constants.
//!
//! Takes a call and the ports of a row; gives states of text, or the constant that comes out.

use ir::{Op, Value};
use knowledge::{Effect, KindId, KindSet, Port, PortBase, Replaces, StringEffect, TextTest};
use program::{Values, row_holds};

use crate::fact::{Fact, Facts};
use crate::fold;
use crate::interpret::calls::Calling;
use crate::interpret::{Interpreter, Literal};
use crate::limits;
use crate::text::turned;
use crate::trace::{Hop, HopKind};
use crate::way::Way;

impl<'a> Interpreter<'a, '_> {
    /// What a replacement takes away of what was known of a text, what it shows, and what it leaves of how it begins.
    pub(in crate::interpret) fn replaced(&self, calling: &Calling<'a>, replaces: Option<&Replaces>) -> [KindSet; 3] {
        let Some(Replaces { what, is_pattern, by }) = replaces else { return [KindSet::EMPTY; 3] };
        let text = |port: &Port| -> Option<&str> {
            match self.constant(self.at(calling, port).first()?.0)? {
                ir::Constant::Str(text) => Some(text),
                _ => None,
            }
        };
        let texts = &self.cx.texts;
        let by = match by {
            None => "",
            Some(by) => match text(by) {
                Some(by) => by,
                // Anything may stand there.
                None => return [texts.all_text(), KindSet::EMPTY, KindSet::EMPTY],
            },
        };
        let shown = match text(what) {
            Some(what) if *is_pattern => texts.replaced_pattern(what, by),
            Some(what) => texts.replaced(what, by),
            None => KindSet::EMPTY,
        };
        let left = match text(what) {
            Some(what) if !*is_pattern => texts.led_on(what, by),
            _ => KindSet::EMPTY,
        };
        let taken = texts.pairs_with(text(what).filter(|_| !*is_pattern));
        [texts.brought_by(by).union(taken), shown, left]
    }

    /// Facts of which no beginning is known any more: parts, or what is made of texts in a way that nobody knows.
    pub(in crate::interpret) fn parts_of(&self, facts: Facts) -> Facts {
        let led = self.cx.texts.led;
        if facts.iter().all(|fact| fact.cleaned.intersection(led).is_empty()) {
            return facts;
        }
        facts.iter().map(|fact| Fact { cleaned: self.cx.texts.in_part(fact.cleaned), ..*fact }).collect()
    }

    /// What a part holds besides the data of which it is known how the whole begins: that goes its way as a whole.
    pub(in crate::interpret) fn without_led_whole(&self, value: Value, facts: Facts) -> Facts {
        if facts.is_empty() {
            return facts;
        }
        let led = self.cx.texts.led;
        let whole = self.facts(value);
        let is_led = |fact: &&Fact| fact.path.is_empty() && !fact.cleaned.intersection(led).is_empty();
        let known: Vec<&Fact> = whole.iter().filter(is_led).collect();
        facts.iter().filter(|fact| known.iter().all(|whole| whole.origin != fact.origin)).copied().collect()
    }

    /// What is known of a text that has come through a callee: how it begins only if it came through as it was.
    pub(in crate::interpret) fn known_through(&self, cleaned: KindSet, way: &Way) -> KindSet {
        if cleaned.intersection(self.cx.texts.led).is_empty() {
            return cleaned;
        }
        let program = self.cx.program;
        let is_as_it_was = |hop: &Hop| match hop.kind {
            HopKind::Passed(row) => {
                let effect = &program.apis.row(row).effect;
                matches!(effect, Effect::Pass { string: StringEffect::Same | StringEffect::Text, .. })
            }
            HopKind::Operand => {
                let op = program.function(hop.function).op(hop.value);
                matches!(op, Op::Copy(_) | Op::Phi(_) | Op::Await(_) | Op::Unary(ir::UnaryOp::Text, _))
            }
            HopKind::Read | HopKind::Guessed | HopKind::Assumed => false,
            _ => true,
        };
        if way.hops().iter().all(is_as_it_was) { cleaned } else { self.cx.texts.in_part(cleaned) }
    }

    /// What is known of what a read of a modelled attribute gives, by what is known of the object.
    pub(in crate::interpret) fn turned_by_read(&self, base: Value, facts: &Facts, turns: &[(KindId, KindId)]) -> Facts {
        let of_base = self.facts(base);
        let with_turns = |fact: &Fact| {
            let same = of_base.iter().filter(|known| known.origin == fact.origin && known.path.is_empty());
            let known = same.map(|known| known.cleaned).reduce(KindSet::intersection).unwrap_or(KindSet::EMPTY);
            Fact { cleaned: fact.cleaned.union(turned(known, turns)), ..*fact }
        };
        facts.iter().map(with_turns).collect()
    }

    /// What is known of a text that was cut off at another: that it does not hold that.
    pub(super) fn cut_off_at(&self, calling: &Calling<'a>, at: &Port) -> KindSet {
        let texts = &self.cx.texts;
        match self.at(calling, at)[..] {
            [(value, _)] => match self.constant(value) {
                Some(ir::Constant::Str(at)) if !at.is_empty() => texts.with_harmless(texts.lacks(at)),
                _ => KindSet::EMPTY,
            },
            _ => KindSet::EMPTY,
        }
    }

    /// What the pattern by which a receiver was found shows of the text of one of its groups.
    pub(super) fn shown_of_group(&self, calling: &Calling<'a>, group: &Port) -> KindSet {
        let program = self.cx.program;
        let Some(receiver) = calling.given.receiver else { return KindSet::EMPTY };
        let (number, name) = match self.at(calling, group)[..] {
            [] => (Some(0), None),
            [(group, _)] => match self.constant(group) {
                Some(ir::Constant::Int(number)) => (u32::try_from(*number).ok(), None),
                Some(ir::Constant::Str(name)) => (None, Some(&**name)),
                _ => return KindSet::EMPTY,
            },
            _ => return KindSet::EMPTY,
        };
        // What several groups stand for is a sequence.
        if calling.given.arguments().count() > 1 {
            return KindSet::EMPTY;
        }
        let call = self.original(receiver);
        if !matches!(self.function.op(call), Op::Call(..)) {
            return KindSet::EMPTY;
        }
        let given = program.given(self.id, call);
        let rows = self.called_apis(call).into_iter().flat_map(|node| &program.apis.api(node).rows);
        let patterns = rows.filter_map(|&row| match &program.apis.row(row).effect {
            Effect::Test { text, .. } if row_holds(self, program.apis.row(row), &given, call) => Some(text),
            _ => None,
        });
        let mut patterns = patterns.flat_map(|port| crate::port::values_at(program, &given, call, port));
        let Some((pattern, _)) = patterns.next() else { return KindSet::EMPTY };
        let Some(ir::Constant::Str(pattern)) = self.constant(pattern) else { return KindSet::EMPTY };
        let letters = crate::pattern::alphabet_of_group(pattern, number, name);
        letters.map_or(KindSet::EMPTY, |letters| self.cx.texts.with_harmless(self.cx.texts.of_letters(&letters)))
    }

    /// What a row makes of a constant.
    pub(super) fn passed_constant(&self, calling: &mut Calling<'a>, from: &Port, to: &Port, string: StringEffect) {
        if to.base != PortBase::Return || !to.steps.is_empty() || !from.steps.is_empty() {
            return;
        }
        let [(value, _)] = self.at(calling, from)[..] else { return };
        let constant = || self.constant(value);
        calling.constant = match string {
            StringEffect::Same | StringEffect::Text => self.values[value.index()].constant.clone(),
            StringEffect::Length => constant().and_then(fold::length).map(Literal::folded),
            // What is given besides may say how it is written.
            StringEffect::Whole if calling.given.arguments().count() < 2 => {
                constant().and_then(fold::whole).map(Literal::folded)
            }
            StringEffect::Bytes => {
                // Which bytes other letters are depends on what is given besides.
                let is_plain = calling.given.arguments().next().is_none();
                constant().and_then(|constant| fold::bytes(constant, is_plain)).map(Literal::folded)
            }
            StringEffect::Hex => constant().and_then(fold::of_hex).map(Literal::folded),
            StringEffect::YesNo => constant().and_then(fold::yes_no).map(Literal::folded),
            StringEffect::Truth => constant().and_then(fold::truth).map(|is| Literal::folded(ir::Constant::Bool(is))),
            _ => return,
        };
    }

    /// What constant texts give that are joined by a separator, when nothing else is.
    pub(super) fn joined_constants(&self, calling: &mut Calling<'a>, from: &Port, separator: Option<&str>) {
        let (Some(separator), PortBase::AnyArgument, []) = (separator, &from.base, &from.steps[..]) else { return };
        let given = &calling.given;
        if !given.named.is_empty() || !given.spread.is_empty() || !given.spread_named.is_empty() {
            return;
        }
        let mut joined = String::new();
        for (at, &part) in given.positional.iter().enumerate() {
            let Some(ir::Constant::Str(part)) = self.constant(part) else { return };
            // What stands before a part that begins with the separator is left out by some, and kept by others.
            if at > 0 && part.starts_with(separator) || joined.len() + part.len() > limits::TEXT_LENGTH {
                return;
            }
            if at > 0 && !joined.ends_with(separator) {
                joined.push_str(separator);
            }
            joined.push_str(part);
        }
        calling.constant = Some(Literal::folded(ir::Constant::Str(joined.into())));
    }

    /// What the test of a constant text by another gives, when nothing else is asked.
    pub(super) fn tested_constant(&self, calling: &mut Calling<'a>, checks: &Port, asks: TextTest, text: &Port) {
        let constant = |port: &Port| match self.at(calling, port)[..] {
            [(value, _)] => match self.constant(value) {
                Some(ir::Constant::Str(text)) => Some((value, text)),
                _ => None,
            },
            _ => None,
        };
        let (Some((value, checked)), Some((sought, text))) = (constant(checks), constant(text)) else { return };
        let is_all = calling.given.arguments().all(|argument| argument == value || argument == sought);
        let answer = match asks {
            TextTest::Begins => checked.starts_with(&**text),
            TextTest::Ends => checked.ends_with(&**text),
            TextTest::Holds => checked.contains(&**text),
            TextTest::Matches | TextTest::MatchesStart | TextTest::MatchesPart => return,
        };
        if is_all {
            calling.constant = Some(Literal::folded(ir::Constant::Bool(answer)));
        }
    }
}
