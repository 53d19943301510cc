//! What functions check that run before handlers: for the handlers of the same object, of the same class, or for all.

use knowledge::Guards;
use program::ClassRef;
use rustc_hash::FxHashMap;

use super::checks::{Checks, Event, best};
use super::units::{Router, class_of, guards, router_of};
use super::{Check, Found};

/// What is checked before handlers run.
#[derive(Default)]
pub(super) struct Before {
    pub(super) of_class: FxHashMap<ClassRef, Found>,
    pub(super) of_router: FxHashMap<Router, Found>,
    /// What every request surely passes.
    pub(super) of_program: Found,
    /// What runs before every request and lets some of them pass: which, is not known.
    pub(super) doubt: Option<Check>,
}

impl Before {
    pub(super) fn new(checks: &Checks<'_, '_>) -> Self {
        let program = checks.program();
        let mut before = Self::default();
        for (id, which, _) in guards(checks.question.scene) {
            let mut events = checks.events(id, 1);
            // Many things are refused before a handler runs; who asks is one of them where the names say so.
            events.retain(|event| match &event.found {
                Found::Done(check) if event.is_refusal() => checks.speaks_of_check(&check.written),
                _ => true,
            });
            let of_some = best(&events, |_| true);
            if of_some.is_not() {
                continue;
            }
            match which {
                Guards::Program => {
                    let of_all = checks.of_events(id, &events);
                    match (of_all, of_some) {
                        (of_all @ Found::Done(_), _) => {
                            before.of_program = std::mem::take(&mut before.of_program).or(|| of_all);
                        }
                        (_, Found::Done(check)) if before.doubt.is_none() && !checks.refusing(id).is_empty() => {
                            before.doubt = Some(check);
                        }
                        _ => {}
                    }
                }
                Guards::Class => {
                    if let Some(class) = class_of(program, id) {
                        let known = before.of_class.entry(class).or_default();
                        *known = std::mem::take(known).or(|| of_some);
                    }
                }
                Guards::Router => match router_of(program, id) {
                    Some(router) => {
                        let known = before.of_router.entry(router).or_default();
                        *known = std::mem::take(known).or(|| of_some);
                    }
                    None => before.of_program = std::mem::take(&mut before.of_program).or(|| Found::Perhaps),
                },
            }
        }
        before
    }
}

impl Event {
    /// Whether it is a branch that decides about a refusal.
    fn is_refusal(&self) -> bool {
        self.value.is_none()
    }
}
