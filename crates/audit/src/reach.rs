//! Who can do it: what a finding says of that, held against what the data begins with.
//!
//! Takes what is said and where data begins that bears the finding out, or that would if it counted; gives what the two are to each
//! other, in words. Where no way of data is seen, nothing is said.

use claims::{Reach, Who};
use knowledge::Threat;
use review::{Login, Origin};

use crate::outcome::{AuditedReach, ClaimedWho, SeenWho, SeverityVerdict};

/// How what is said of who can do it stands to where data begins; none where either is not known.
pub(crate) fn reach(claimed: Option<&Reach>, origin: Option<&Origin>) -> Option<AuditedReach> {
    let (claimed, origin) = (claimed?, origin?);
    let seen = match (origin.threat, &origin.login) {
        (Threat::Remote, Some(Login::Unasked(_))) => SeenWho::Anyone,
        (Threat::Remote, Some(Login::Asked(..))) => SeenWho::LoggedIn,
        (Threat::Remote, None) => SeenWho::Remote,
        (Threat::Document, _) => SeenWho::Document,
        (Threat::Library, _) => SeenWho::Library,
        (Threat::Local, _) => SeenWho::Operator,
    };
    Some(AuditedReach {
        claimed: word(claimed)?,
        seen,
        verdict: verdict(claimed, seen),
        text: format!("The data begins at {}, {}.", place(origin), written_by(claimed, origin)),
        words: claimed.words.clone(),
    })
}

fn word(claimed: &Reach) -> Option<ClaimedWho> {
    Some(match (claimed.who, claimed.login) {
        (Some(Who::Remote), Some(false)) => ClaimedWho::Anyone,
        (Some(Who::Remote), None) => ClaimedWho::Remote,
        (Some(Who::Remote | Who::Others) | None, Some(true)) => ClaimedWho::LoggedIn,
        (None, Some(false)) => ClaimedWho::WithoutLogin,
        (Some(Who::Others), _) => ClaimedWho::Others,
        (Some(Who::Operator), _) => ClaimedWho::Operator,
        (Some(Who::Local), _) => ClaimedWho::Local,
        (None, None) => return None,
    })
}

fn verdict(claimed: &Reach, seen: SeenWho) -> SeverityVerdict {
    match (claimed.who, claimed.login, seen) {
        (Some(Who::Remote), _, SeenWho::Library | SeenWho::Operator)
        | (Some(Who::Remote | Who::Others) | None, Some(false), SeenWho::LoggedIn) => SeverityVerdict::Overstated,
        (Some(Who::Local), _, SeenWho::Anyone | SeenWho::Remote | SeenWho::LoggedIn)
        | (Some(Who::Remote | Who::Others) | None, Some(true), SeenWho::Anyone) => SeverityVerdict::Understated,
        (Some(Who::Local | Who::Operator), _, SeenWho::Operator)
        | (Some(Who::Remote), None, SeenWho::Anyone | SeenWho::Remote | SeenWho::LoggedIn)
        | (Some(Who::Others), None, SeenWho::Anyone | SeenWho::Remote | SeenWho::LoggedIn | SeenWho::Document)
        | (Some(Who::Remote | Who::Others) | None, Some(false), SeenWho::Anyone)
        | (Some(Who::Remote | Who::Others) | None, Some(true), SeenWho::LoggedIn) => SeverityVerdict::Agrees,
        _ => SeverityVerdict::Unknown,
    }
}

/// The code at which data begins, and where it stands.
fn place(origin: &Origin) -> String {
    let code = origin.text.lines().next().unwrap_or_default().trim();
    let at = format!("{}:{}", origin.place.path, origin.place.line);
    if code.is_empty() || code.contains('`') { at } else { format!("`{code}` ({at})") }
}

/// Who writes it, a clause.
fn written_by(claimed: &Reach, origin: &Origin) -> String {
    let is_of_login = claimed.login.is_some();
    match (origin.threat, &origin.login) {
        (Threat::Remote, Some(Login::Asked(check, at))) if is_of_login => {
            let check = check.lines().next().unwrap_or_default().replace('`', "'");
            format!("which a client writes once `{check}` ({}:{}) has let him in", at.path, at.line)
        }
        (Threat::Remote, Some(Login::Unasked(entry))) if is_of_login => {
            format!("which any client writes: nothing in {entry}, around it and on the way asks who he is")
        }
        (Threat::Remote, _) => "which a client writes".to_owned(),
        (Threat::Document, _) => "which whoever made that document writes".to_owned(),
        (Threat::Library, _) => {
            "which whoever calls this library passes; no client is seen to reach it here".to_owned()
        }
        (Threat::Local, _) if claimed.who == Some(Who::Remote) => {
            "which whoever runs the program writes; a client cannot reach it that way".to_owned()
        }
        (Threat::Local, _) => "which whoever runs the program writes".to_owned(),
    }
}

/// Of two origins that which most people can begin with.
pub(crate) fn wider(one: Option<Origin>, other: Option<Origin>) -> Option<Origin> {
    let width = |origin: &Origin| {
        let threat = Threat::ALL.iter().position(|known| *known == origin.threat);
        // Where nobody is asked, more can than where it is not known, and more than where they are.
        let login = match origin.login {
            Some(Login::Unasked(_)) => 0,
            None => 1,
            Some(Login::Asked(..)) => 2,
        };
        (threat, login)
    };
    match (one, other) {
        (Some(one), Some(other)) => Some(if width(&other) < width(&one) { other } else { one }),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(threat: Threat, login: Option<Login>) -> Origin {
        let place =
            review::Place { path: "app.py".to_owned(), line: 3, column: 1, end_line: 3, end_column: 9, cell: None };
        Origin { threat, place, text: "argv[1]".to_owned(), login }
    }

    fn origin(threat: Threat) -> Origin {
        seen(threat, None)
    }

    /// A request to an entry point that asks for a login.
    fn asked() -> Origin {
        seen(Threat::Remote, Some(Login::Asked("@login_required".to_owned(), origin(Threat::Remote).place)))
    }

    /// And one to an entry point that does not.
    fn unasked() -> Origin {
        seen(Threat::Remote, Some(Login::Unasked("`find`".to_owned())))
    }

    fn said(who: Option<Who>, login: Option<bool>) -> Reach {
        Reach { who, login, words: Vec::new() }
    }

    fn stands(claimed: &Reach, seen: &Origin) -> &'static str {
        reach(Some(claimed), Some(seen)).unwrap().verdict.word()
    }

    #[test]
    fn a_client_is_more_than_a_caller_or_whoever_runs_it() {
        let remote = &said(Some(Who::Remote), None);
        assert_eq!(stands(remote, &origin(Threat::Local)), "overstated");
        assert_eq!(stands(remote, &origin(Threat::Library)), "overstated");
        assert_eq!(stands(remote, &origin(Threat::Document)), "unknown");
        assert_eq!(stands(remote, &origin(Threat::Remote)), "agrees");
        assert_eq!(stands(&said(Some(Who::Local), None), &origin(Threat::Remote)), "understated");
        assert_eq!(stands(&said(Some(Who::Local), None), &origin(Threat::Document)), "unknown");
        assert_eq!(stands(&said(Some(Who::Operator), None), &origin(Threat::Local)), "agrees");
        assert_eq!(stands(&said(Some(Who::Operator), None), &origin(Threat::Remote)), "unknown");
        assert_eq!(stands(&said(Some(Who::Others), None), &origin(Threat::Library)), "unknown");
        assert_eq!(stands(&said(Some(Who::Others), None), &origin(Threat::Document)), "agrees");
    }

    #[test]
    fn a_login_counts_where_it_is_known_to_be_asked_for_or_not() {
        let without = &said(Some(Who::Remote), Some(false));
        assert_eq!(stands(without, &asked()), "overstated");
        assert_eq!(stands(without, &unasked()), "agrees");
        assert_eq!(stands(without, &origin(Threat::Remote)), "unknown");
        assert_eq!(stands(&said(None, Some(true)), &unasked()), "understated");
        assert_eq!(stands(&said(None, Some(true)), &asked()), "agrees");
        assert_eq!(stands(&said(None, Some(false)), &origin(Threat::Local)), "unknown");
    }

    #[test]
    fn nothing_is_said_of_what_is_not_seen_or_not_claimed() {
        assert_eq!(reach(Some(&said(Some(Who::Remote), None)), None), None);
        assert_eq!(reach(None, Some(&origin(Threat::Local))), None);
        assert_eq!(reach(Some(&said(None, None)), Some(&origin(Threat::Local))), None);
    }

    #[test]
    fn the_sentence_says_where_and_who() {
        let text = |who, login, seen: &Origin| reach(Some(&said(who, login)), Some(seen)).unwrap().text;
        assert_eq!(
            text(Some(Who::Remote), None, &origin(Threat::Local)),
            "The data begins at `argv[1]` (app.py:3), which whoever runs the program writes; a client cannot reach it that way."
        );
        assert_eq!(
            text(Some(Who::Remote), Some(false), &asked()),
            "The data begins at `argv[1]` (app.py:3), which a client writes once `@login_required` (app.py:3) has let him in."
        );
    }

    #[test]
    fn the_wider_of_two_is_where_more_can_begin() {
        let wide = |one, other| wider(Some(one), Some(other)).unwrap();
        assert_eq!(wide(origin(Threat::Library), asked()).threat, Threat::Remote);
        assert_eq!(wide(asked(), unasked()), unasked());
        assert_eq!(wider(None, None), None);
    }
}
