//! Laws of summaries: their rows stand in one order, the best witness is kept, paths that are cut stay cut,
//! and a join grows what may be and shrinks what is sure.

use proptest::prelude::*;

use super::made::{covers, fact, kinds, path};
use crate::fact::Fact;
use crate::steps::StepId;
use crate::summary::{Outgoing, Summary};
use crate::trace::HopKind;
use crate::way::{Parts, Way};
use ir::Value;
use program::FuncId;

fn outgoing() -> impl Strategy<Value = Outgoing> {
    (fact(), path(), kinds(), prop::collection::vec(0..4_u32, 1..4)).prop_map(|(fact, path, cleaned, hops)| {
        let Fact { origin, assumed, .. } = fact;
        let (function, kind) = (FuncId(0), Some(HopKind::Operand));
        let way = hops.into_iter().fold(None, |before, value| {
            Some(Way::new(Parts { before, function, value: Value(value), enters: false, inner: None, kind }))
        });
        Outgoing { path, origin, cleaned, assumed, way: way.expect("it has hops") }
    })
}

fn summary(returns: Vec<Outgoing>, stores: Vec<(u16, Outgoing)>, most: usize) -> Summary {
    let mut summary = Summary { returns, stores, ..Summary::default() };
    summary.settle(most);
    summary
}

/// What a row says.
fn said(row: &Outgoing) -> Fact {
    let Outgoing { path, origin, cleaned, assumed, .. } = *row;
    Fact { path, origin, cleaned, assumed, hops: 0, step: StepId(0), is_guessed: false }
}

fn witnesses(summary: &Summary) -> Vec<String> {
    let returns = summary.returns.iter().map(|row| format!("{row:?}"));
    returns.chain(summary.stores.iter().map(|row| format!("{row:?}"))).collect()
}

proptest! {
    #[test]
    fn rows_are_the_same_whatever_came_first(
        mut returns in prop::collection::vec(outgoing(), 0..12),
        mut stores in prop::collection::vec((0..2_u16, outgoing()), 0..12),
        most in 1..16_usize,
    ) {
        let forwards = summary(returns.clone(), stores.clone(), most);
        returns.reverse();
        stores.reverse();
        let backwards = summary(returns, stores, most);
        prop_assert!(forwards.says_same(&backwards));
        prop_assert_eq!(witnesses(&forwards), witnesses(&backwards));
    }

    #[test]
    fn rows_that_are_settled_stay_as_they_are(returns in prop::collection::vec(outgoing(), 0..12), most in 1..16_usize) {
        let once = summary(returns, Vec::new(), most);
        let mut twice = once.clone();
        prop_assert!(!twice.settle(most), "what was cut to a limit is within it");
        prop_assert_eq!(witnesses(&once), witnesses(&twice));
    }

    #[test]
    fn a_join_keeps_the_rows_of_either_and_only_what_both_are_sure_of(
        mine in prop::collection::vec(outgoing(), 0..8),
        theirs in prop::collection::vec(outgoing(), 0..8),
        shown in prop::collection::vec((0..2_u16, path(), kinds()), 0..4),
        also_shown in prop::collection::vec((0..2_u16, path(), kinds()), 0..4),
    ) {
        let mut joined = summary(mine, Vec::new(), 100);
        joined.ensures = shown;
        let before = Summary { ensures: also_shown, ..summary(theirs, Vec::new(), 100) };
        let alone = joined.clone();
        joined.join(&before);
        joined.settle(100);
        for row in alone.returns.iter().chain(&before.returns) {
            let is_kept = |kept: &Outgoing| {
                let is_there = kept.path == row.path || kept.path.is_lost() && row.path.begins_with(&kept.path);
                is_there && covers(&said(kept), &said(row))
            };
            prop_assert!(joined.returns.iter().any(is_kept));
        }
        prop_assert!(joined.ensures.iter().all(|shown| alone.ensures.contains(shown) && before.ensures.contains(shown)));
        let mut again = joined.clone();
        again.join(&before);
        again.settle(100);
        prop_assert!(again.says_same(&joined), "a second time says nothing new");
    }

    #[test]
    fn paths_that_are_cut_stay_cut(returns in prop::collection::vec(outgoing(), 0..12)) {
        let mut once = summary(returns, Vec::new(), 100);
        once.widen();
        once.settle(100);
        let mut twice = once.clone();
        twice.widen();
        twice.settle(100);
        prop_assert!(once.says_same(&twice));
        prop_assert!(once.returns.iter().all(|row| row.path.parts().len() <= 1));
    }
}
