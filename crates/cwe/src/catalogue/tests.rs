//! What the catalogue holds, against the numbers that MITRE gives for the release.

use super::*;
use crate::entry::{Abstraction, Kind, Status, Usage};

fn count(wanted: impl Fn(&Entry) -> bool) -> usize {
    Catalogue::official().entries().iter().filter(|entry| wanted(entry)).count()
}

fn weaknesses(wanted: impl Fn(&Entry) -> bool) -> usize {
    count(|entry| entry.kind == Kind::Weakness && wanted(entry))
}

#[test]
fn the_release_is_named_and_carries_its_notice() {
    let catalogue = Catalogue::official();
    assert_eq!((catalogue.version(), catalogue.date()), ("4.20", "2026-04-30"));
    assert_eq!(catalogue.relations_from(), ("4.19.1", "2026-01-21"));
    assert!(catalogue.notice().starts_with("Copyright (c) 2006-2026, The MITRE Corporation."));
}

#[test]
fn every_kind_is_there_in_full() {
    assert_eq!(Catalogue::official().entries().len(), 1450);
    assert_eq!(weaknesses(|_| true), 969);
    assert_eq!(count(|entry| entry.kind == Kind::Category), 422);
    assert_eq!(count(|entry| entry.kind == Kind::View), 59);
}

#[test]
fn abstractions_and_status_are_those_of_the_release() {
    let of = |abstraction| weaknesses(|entry| entry.abstraction == Some(abstraction));
    let all = [Abstraction::Pillar, Abstraction::Class, Abstraction::Base, Abstraction::Variant, Abstraction::Compound];
    assert_eq!(all.map(of), [10, 114, 539, 299, 7]);
    assert_eq!(weaknesses(Entry::is_deprecated), 25);
    assert_eq!(weaknesses(|entry| entry.status == Status::Obsolete), 0);
}

#[test]
fn mapping_usage_is_that_of_the_release() {
    let of = |usage| weaknesses(|entry| entry.usage == usage);
    let all = [Usage::Allowed, Usage::AllowedWithReview, Usage::Discouraged, Usage::Prohibited];
    assert_eq!(all.map(of), [749, 93, 44, 83]);
    assert_eq!(count(|entry| entry.kind != Kind::Weakness && entry.usage == Usage::Prohibited), 481);
}

#[test]
fn former_names_are_all_there() {
    assert_eq!(count(|entry| !entry.former_names.is_empty()), 599);
    assert_eq!(Catalogue::official().entries().iter().map(|entry| entry.former_names.len()).sum::<usize>(), 920);
}

#[test]
fn every_number_up_to_1448_is_taken() {
    let catalogue = Catalogue::official();
    assert!((1..=1448).all(|id| catalogue.get(id).is_some()));
    let beyond: Vec<u32> = catalogue.entries().iter().map(|entry| entry.id).filter(|id| *id > 1448).collect();
    assert_eq!(beyond, [1450, 2000]);
    assert!([0, 1449, 1451, 1999, 2001, u32::MAX].iter().all(|id| catalogue.get(*id).is_none()));
}

#[test]
fn one_entry_has_all_its_facts() {
    let entry = Catalogue::official().get(89).unwrap();
    assert_eq!(entry.parents, [943]);
    assert_eq!(entry.parents_simplified, [74]);
    assert_eq!(entry.children, [564]);
    assert_eq!(entry.top25, [(2019, 6), (2020, 6), (2021, 6), (2022, 3), (2023, 3), (2024, 3), (2025, 2)]);
    assert_eq!(entry.owasp_2021, ["A03"]);
    assert_eq!(entry.owasp_2025, ["A05"]);
    assert_eq!(entry.languages, ["SQL"]);
    assert_eq!(entry.since.as_deref(), Some("1.0"));
    assert_eq!(entry.members, None);
    assert_eq!(entry.former_names[0].until, "2008-04-11");
}

#[test]
fn the_primary_parent_comes_first() {
    assert_eq!(Catalogue::official().get(98).unwrap().parents, [829, 706]);
}

#[test]
fn every_valid_weakness_hangs_below_a_pillar() {
    let catalogue = Catalogue::official();
    for entry in catalogue.entries().iter().filter(|entry| entry.kind == Kind::Weakness && !entry.is_deprecated()) {
        let top = entry.abstraction == Some(Abstraction::Pillar);
        assert_eq!(entry.parents.is_empty(), top, "{entry}");
        assert!(entry.children.is_sorted());
    }
}

#[test]
fn a_group_without_members_differs_from_one_whose_members_are_unknown() {
    let members = |id: u32| Catalogue::official().get(id).unwrap().members.clone();
    assert_eq!(members(16), Some(vec![]));
    assert_eq!(members(1446), None);
    assert_eq!(members(2000), None);
    assert_eq!(members(1000).map(|ids| ids.len()), Some(10));
}

#[test]
fn lists_of_the_year_are_in_rank_order() {
    let catalogue = Catalogue::official();
    assert_eq!(catalogue.top25(2025).unwrap()[..3], [79, 89, 352]);
    assert!((2019..=2025).all(|year| catalogue.top25(year).unwrap().len() == 25));
    assert_eq!(catalogue.top25(2018), None);
    assert_eq!(catalogue.owasp_2025_name("A05"), Some("A05:2025 - Injection"));
    assert_eq!(catalogue.owasp_2021_name("A11"), None);
}

#[test]
fn a_text_that_does_not_hold_together_is_refused() {
    let text = |entries: &str| {
        format!(
            r#"{{"version":"1","date":"","relations_from":"1","relations_date":"","notice":"","top25":{{"2025":[1]}},
            "owasp_2021":{{}},"owasp_2025":{{}},"entries":[{entries}]}}"#
        )
    };
    let one = r#"{"id":1,"name":"One","status":"Draft","usage":"Allowed"}"#;
    let two = r#"{"id":2,"name":"Two","status":"Draft","usage":"Allowed","parents":[3]}"#;
    assert!(Catalogue::read(&text(one)).is_ok());
    assert!(matches!(Catalogue::read(&text(&format!("{one},{one}"))), Err(BadCatalogue::OutOfOrder(1))));
    assert!(matches!(Catalogue::read(&text(&format!("{one},{two}"))), Err(BadCatalogue::NoSuchId(3))));
    assert!(matches!(Catalogue::read(&text("")), Err(BadCatalogue::NoSuchId(1))));
    assert!(matches!(Catalogue::read("{}"), Err(BadCatalogue::Json(_))));
}
