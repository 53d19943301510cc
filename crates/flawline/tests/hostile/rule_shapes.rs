//! Programs made for what rules look at beside the flow of data: checks that are run with texts, redirects that are followed,
//! links that change something, filters, assertions, scripts, letters.

use crate::charges::{Charge, Size, each, fire, joined};
use crate::tree::{Files, one};

const SHAPES: &[Charge] = &[
    Charge {
        name: "a check by tables of tables",
        most: Size::Usual,
        make: |n| checked(&tables(n.min(40)), "path in A8"),
    },
    Charge {
        name: "a check by texts that double",
        most: Size::Slow,
        make: |n| {
            let doubles = each(n.min(64), |_| "    x = x + x\n    x = x.replace('a', x)\n".to_owned());
            checked_in(&format!("    x = 'ab' + path\n{doubles}"), "x == path")
        },
    },
    Charge {
        name: "a check by lists of lists that are compared",
        most: Size::Slow,
        make: |n| {
            let lists = each(n.min(400), |_| "    a = [a, a]\n    b = [b, b]\n".to_owned());
            checked_in(&format!("    a = [path]\n    b = [path]\n{lists}"), "a == b")
        },
    },
    Charge {
        name: "a check that joins and splits in loops",
        most: Size::Hundred,
        make: |n| {
            let loops = each(n, |_| "    for p in x.split('/'):\n        x = '/'.join([x, p, x])\n".to_owned());
            checked_in(&format!("    x = path\n{loops}"), "x == path")
        },
    },
    Charge {
        name: "a check by many patterns",
        most: Size::Slow,
        make: |n| {
            let patterns = each(n, |at| format!("    if re.match('[a-z]{{1,200}}{at}', path): return None\n"));
            one(format!("import re\n{}", function(&patterns, "x == path")))
        },
    },
    Charge {
        name: "many checks of one module",
        most: Size::Slow,
        make: |n| {
            let check = |at: usize| {
                let body = "    x = path.replace('\\\\', '/')\n    for p in x.split('/'):\n        if p == '..': raise ValueError(p)\n";
                format!(
                    "def check{at}(path):\n{body}    if path.startswith('/'): raise ValueError(path)\n    return open('/srv/' + path)\n"
                )
            };
            one(each(n, check))
        },
    },
    Charge {
        name: "numbers that are written out at many places",
        most: Size::Slow,
        make: |n| {
            let sum = "1 + ".repeat(3);
            let derives = |at: usize| {
                format!("def f{at}(p, s):\n    return hashlib.pbkdf2_hmac('sha256', p, s, {sum}{})\n", at % 9)
            };
            one(format!("import hashlib\n{}", each(n, derives)))
        },
    },
    Charge {
        name: "headers taken out by tables of tables",
        most: Size::Usual,
        make: |n| one(tables(n.min(40)) + &follower(0, "A8")),
    },
    Charge {
        name: "headers taken out by many attributes",
        most: Size::Slow,
        make: |n| {
            let set = each(n, |at| format!("        self.h{at} = h\n"));
            let followers = each(n, |at| follower(at, &format!("r.h{at}")));
            one(format!("class A:\n    def __init__(self, h=frozenset(['Authorization'])):\n{set}{followers}"))
        },
    },
    Charge {
        name: "a link by which many branches decide",
        most: Size::Slow,
        make: |n| {
            let branch = |at: usize| {
                format!("    if request.GET.get('a{at}') == 'x':\n        thing.f{at} = request.GET['b']\n")
            };
            let urls = "urlpatterns = [path('x/<int:pk>', view)]\n";
            let begin = "from django.urls import path\nfrom .models import Thing\ndef view(request, pk):\n    thing = Thing.objects.get(pk=pk)\n";
            one(format!("{begin}{}    thing.save()\n{urls}", each(n, branch)))
        },
    },
    Charge {
        name: "many assertions of one function",
        most: Size::Slow,
        make: |n| {
            let assertion = |at: usize| format!("    x{at} = password + str({at})\n    assert x{at} == stored\n");
            one(format!("def check(password, stored):\n{}", each(n, assertion)))
        },
    },
    Charge {
        name: "a filter of many steps",
        most: Size::Slow,
        make: |n| {
            let step =
                |_| "    u = u.replace('javascript:', '')\n    if u.startswith('vbscript:'): return ''\n".to_owned();
            one(format!("def clean(u):\n{}    return u\n", each(n, step)))
        },
    },
    Charge {
        name: "parameters with unsafe defaults",
        most: Size::Slow,
        make: |n| {
            let function =
                |at: usize| format!("def f{at}(url, verify=False):\n    return requests.get(url, verify=verify)\n");
            one(format!("import requests\n{}", each(n, function)))
        },
    },
    Charge {
        name: "a list that goes on behind one that is not known",
        most: Size::Slow,
        make: |n| {
            let more = each(n, |at| format!("    l.append('a{at}')\n"));
            one(format!("import subprocess\ndef run(*args):\n    l = ['git', *args]\n{more}    subprocess.run(l)\n"))
        },
    },
    Charge {
        name: "characters that open and close an order of letters",
        most: Size::Large,
        make: |n| one(format!("x = 1 # {}{}\n", "\u{202a}".repeat(n), "\u{2069}".repeat(n))),
    },
    Charge {
        name: "a script of many commands",
        most: Size::Large,
        make: |n| one(format!("S = '''{}'''\nrun(S)\n", "chmod 777 /tmp/x; ".repeat(n))),
    },
];

/// Tables that each hold the one before so many times.
fn tables(width: usize) -> String {
    let first = joined(width, ", ", |_| "'x'".to_owned());
    let table = |at: usize| {
        let parts = joined(width, ", ", |_| format!("A{at}"));
        format!("A{} = ({parts},)\n", at + 1)
    };
    format!("A0 = ({first},)\n{}", each(8, table))
}

fn checked(before: &str, condition: &str) -> Files {
    one(before.to_owned() + &function("", condition))
}

fn checked_in(body: &str, condition: &str) -> Files {
    one(function(body, condition))
}

/// A function that checks a path.
fn function(body: &str, condition: &str) -> String {
    format!(
        "def check(path):\n{body}    if '..' in path or {condition}:\n        raise ValueError(path)\n    return open('/srv/' + path)\n"
    )
}

/// A function that follows a redirect, and takes some headers out.
fn follower(at: usize, names: &str) -> String {
    format!(
        "def follow_redirect{at}(session, response, headers, r):\n    location = response.headers['Location']\n    for k in headers:\n        if k.lower() in {names}:\n            headers.pop(k)\n    return session.request('GET', location, headers=headers)\n"
    )
}

#[test]
fn what_rules_look_at_besides_data_is_looked_at_in_time() {
    fire(SHAPES);
}
