//! Results as one HTML document that needs nothing else: no script, no font, no image from elsewhere.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const STYLE: &str = include_str!("html_document.css");

/// A document with a head.
pub(crate) fn page(title: &str, inside: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (inside) } }
        }
    }
    .into_string()
}

/// What a page in Markdown says, with a picture above its first table, and how it is made again. Its title is its first heading.
pub(crate) fn of(markdown: &[u8], picture: Option<&[u8]>) -> Vec<u8> {
    let markdown = String::from_utf8_lossy(markdown);
    let mut picture = picture.map(String::from_utf8_lossy);
    let (mut title, mut titled) = (String::new(), false);
    let mut events = Vec::new();
    for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Table(_)) => {
                let drawn = picture.take().map(|svg| format!("<figure class=\"picture\">{svg}</figure>"));
                let opened = drawn.unwrap_or_default() + "<div class=\"wide\">";
                events.extend([Event::Html(opened.into()), event]);
            }
            Event::End(TagEnd::Table) => events.extend([event, Event::Html("</div>".into())]),
            // Names come from anybody's data: what looks like HTML is text.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if !titled {
                    title.push_str(&text);
                }
                events.push(Event::Text(text));
            }
            _ => {
                titled |= matches!(event, Event::End(TagEnd::Heading(_)));
                events.push(event);
            }
        }
    }
    let mut body = String::new();
    pulldown_cmark::html::push_html(&mut body, events.into_iter());
    let inside = html! {
        div.told { (PreEscaped(body)) }
        p { "To repeat it:" }
        pre { code { (command()) } }
    };
    let mut document = page(&title, &inside).into_bytes();
    document.push(b'\n');
    document
}

/// The command line of this run, so that it can be repeated.
pub(crate) fn command() -> String {
    let quoted = |word: String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,".contains(c);
        if word.chars().all(plain) { word } else { format!("'{}'", word.replace('\'', r"'\''")) }
    };
    let words = std::env::args_os().skip(1).map(|word| quoted(word.to_string_lossy().into_owned()));
    std::iter::once("tradecast".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_a_title_a_picture_and_tables_and_no_html_of_strangers() {
        let markdown = "# A<b>B</b>, as of 2022\n\n**When.**\n\n<script>x</script>\n\n| a | b |\n| --- | --- |\n| <i>1 | 2 |\n";
        let document = String::from_utf8(of(markdown.as_bytes(), Some(b"<svg></svg>"))).unwrap();
        assert!(!document.contains("<script") && !document.contains("<i>") && !document.contains("<b>"));
        assert!(document.contains("<title>A&lt;b&gt;B&lt;/b&gt;, as of 2022</title>"), "{document}");
        let place = |text: &str| document.find(text).unwrap_or_else(|| panic!("{text} in {document}"));
        assert!(place("When.") < place("<svg></svg>") && place("<svg></svg>") < place("<td"));
        assert!(document.contains("&lt;script&gt;"));
    }
}
