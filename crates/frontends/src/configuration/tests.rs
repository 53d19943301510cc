//! Files of configuration, each a text of a few lines: which names their texts stand under, and where.

use super::*;

fn read(path: &str, text: &str) -> Vec<(String, String, String)> {
    let written = |span: Span| text[span.start as usize..span.end as usize].to_owned();
    let named = settings(path, text).into_iter().filter(|setting| !setting.name.is_empty());
    named.map(|setting| (setting.name, setting.text, written(setting.span))).collect()
}

fn pairs(path: &str, text: &str) -> Vec<String> {
    read(path, text).into_iter().map(|(name, said, written)| format!("{name}={said}@{written}")).collect()
}

#[test]
fn files_are_known_by_their_names() {
    for path in [
        ".env",
        "a/.env.production",
        ".env.example",
        "prod.env",
        "docker-compose.yml",
        "a.json",
        "b.toml",
        "tox.ini",
        "Dockerfile",
        "a/Dockerfile.dev",
        "web.dockerfile",
        "build.sh",
        ".npmrc",
        "a/id_rsa",
        "server.key",
        "c.yml.dist",
    ] {
        assert!(is_configuration(path), "{path}");
    }
    for path in ["a.py", "README.md", "env", "a.environment", "id_rsa.pub", "Dockerfiles/a", ".envoy", "a.keys"] {
        assert!(!is_configuration(path), "{path}");
    }
}

#[test]
fn pairs_stand_where_the_file_has_them() {
    let text = "# A=no\nexport A='b c'\nB=d # note\nC=\"e\nf\"\nD=\nE = g\nnonsense\n";
    assert_eq!(pairs(".env", text), ["A=b c@b c", "B=d@d", "C=e\nf@e\nf", "E=g@g"]);
    assert_eq!(pairs("a.properties", "a.b=c\nd: e:f\n! g=h\n"), ["a.b=c@c", "d=e:f@e:f"]);
    assert_eq!(pairs("a.ini", "[db]\nuser = a\n; x\npass : b=c\n"), ["db.user=a@a", "db.pass=b=c@b=c"]);
    assert_eq!(
        pairs("a.sh", "set -e\nexport A=b; run\nif x; then\n  C=\"d e\" run\nfi\na == b\n"),
        ["A=b@b", "C=d e@d e"]
    );
}

#[test]
fn images_name_values_in_three_ways() {
    let text =
        "FROM a AS b\nENV A=1 B=\"c d\" \\\n    C=e\nENV F g h\nARG G=i\nARG H\nRUN x \\\n  && Y=z run\nCOPY A=b c\n";
    assert_eq!(pairs("Dockerfile", text), ["A=1@1", "B=c d@c d", "C=e@e", "F=g h@g h", "G=i@i"]);
}

#[test]
fn trees_name_texts_by_their_keys_and_otherwise() {
    let yaml = "a:\n  b: {c: 'd''e', f: g}\nenv:\n  - name: TOKEN\n    value: \"h\"\n  - KEY=i\nrun: |\n  export J=k\n  l\nm: !vault n\n";
    assert_eq!(
        pairs("a.yml", yaml)[..4],
        ["a.b.c=d'e@'d''e'", "a.b.f=g@g", "env.name=TOKEN@TOKEN", "TOKEN=h@h"].map(str::to_owned)
    );
    assert!(pairs("a.yml", yaml).contains(&"KEY=i@i".to_owned()));
    assert!(pairs("a.yml", yaml).contains(&"J=k@k".to_owned()));
    assert!(!pairs("a.yml", yaml).iter().any(|pair| pair.starts_with("m=")));
    assert_eq!(pairs("a.json", r#"{"a": {"b": "c\n", "d": ["E=f"]}}"#), ["a.b=c\n@c\\n", "E=f@f"]);
    assert_eq!(pairs("a.toml", "[a]\nb = 'c'\nd = [{ e = \"f\" }]\n"), ["a.b=c@c", "a.d.e=f@f"]);
}

#[test]
fn data_of_a_kubernetes_secret_are_decoded() {
    let secret = "kind: Secret\nmetadata: {name: a}\ndata:\n  pass: S2VzdHJlbA==\nstringData:\n  other: b\n---\nkind: ConfigMap\ndata:\n  pass: S2VzdHJlbA==\n";
    let found = pairs("a.yaml", secret);
    assert!(found.contains(&"data.pass=Kestrel@S2VzdHJlbA==".to_owned()), "{found:?}");
    assert!(found.contains(&"data.pass=S2VzdHJlbA==@S2VzdHJlbA==".to_owned()));
    assert!(found.contains(&"stringData.other=b@b".to_owned()));
}

#[test]
fn what_is_no_tree_is_read_by_lines() {
    assert_eq!(pairs("a.yaml", "{{ if x }}\na: b\n  - c: d\n{% end %}\n"), ["a=b@b", "c=d@d"]);
    assert_eq!(pairs("a.json", "{\n\"a\": \"b\",\n\"c\" \"d\"\n"), ["a=b@b"]);
}

#[test]
fn nothing_in_a_file_makes_it_fail() {
    let parts = [
        "A",
        "=",
        ":",
        "\"",
        "'",
        "\\",
        "\n",
        " ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "#",
        "ENV ",
        "ARG ",
        "export ",
        "|",
        "\u{e4}",
        "\r\n",
        "\t",
        "&a ",
        "*a",
        "!b ",
        "<<",
        "---\n",
        "kind: Secret\n",
        "data:\n",
        "//",
        "/*",
        ",",
    ];
    let mut seed = 11_u64;
    for _ in 0..4_000 {
        let mut text = String::new();
        for _ in 0..24 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        for path in ["a.json", "a.toml", "a.yaml", "a.ini", "a.properties", ".env", "a.sh", "Dockerfile", "a.pem"] {
            let file = SourceFile::new(path, text.clone());
            let module = lower(&file, path);
            assert!(ir::verify_module(&module).is_ok(), "{path} {text:?}");
            for span in &module.functions[0].spans {
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{path} {text:?}");
            }
        }
    }
}

#[test]
fn deep_and_wide_files_come_to_an_end() {
    for text in ["[", "{\"a\":", "- ", "a:\n ", "[a]\n", "A=\"", "ENV A=\\\n", "\"", "'", "&a [*a,"] {
        let text = text.repeat(60_000 / text.len());
        for path in ["a.json", "a.toml", "a.yaml", "a.ini", ".env", "a.sh", "Dockerfile"] {
            let file = SourceFile::new(path, text.clone());
            assert!(ir::verify_module(&lower(&file, path)).is_ok());
        }
    }
}
