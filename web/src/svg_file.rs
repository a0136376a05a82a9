//! A chart as a file that stands on its own: what the page draws through its stylesheet, written out with explicit colours and
//! sizes, a title above and a note below.

use std::fmt::Write;

/// Something of a drawing as the browser shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Words.
    Text(String),
}

/// An element of a drawing with its computed style.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes as written.
    pub attributes: Vec<(String, String)>,
    /// What the stylesheet makes of it, for the properties of [`PROPERTIES`]; empty for elements that paint nothing themselves.
    pub style: Vec<(String, String)>,
    /// What is inside.
    pub inside: Vec<Node>,
}

/// The properties that decide how a shape looks, each with the value that need not be written.
pub const PROPERTIES: [(&str, &str); 13] = [
    ("fill", "#000000"),
    ("fill-opacity", "1"),
    ("stroke", "none"),
    ("stroke-width", "1"),
    ("stroke-opacity", "1"),
    ("stroke-dasharray", "none"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("opacity", "1"),
    ("font-size", ""),
    ("font-weight", "400"),
    ("text-anchor", "start"),
    ("paint-order", "normal"),
];

/// Class of shapes that answer the pointer and say nothing on paper.
const LIVE: &str = "live";
/// Fonts of the file, of which any will do.
const FONTS: &str = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
const INK: &str = "#16202b";
const SOFT: &str = "#56606c";
/// Height of a line, in sizes of its letters.
const LINE: f64 = 1.35;
/// Usual width of a letter, in its size: on the safe side.
const LETTER: f64 = 0.54;

/// A chart with what is written around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<'a> {
    /// The drawing; its root is an `svg` with width and height in pixels.
    pub drawing: &'a Element,
    /// What it shows.
    pub title: &'a str,
    /// Where the numbers come from and of when they are.
    pub note: &'a str,
    /// Where it can be made again: kept in the file, not drawn.
    pub address: &'a str,
    /// Size of the letters around, pixels.
    pub em: f64,
}

/// A file: its text, and how large it is drawn, pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Standalone {
    /// The SVG.
    pub svg: String,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Writes a chart as an SVG that looks the same in any program.
#[must_use]
pub fn standalone(sheet: &Sheet<'_>) -> Standalone {
    let Sheet { drawing, title, note, address, em } = sheet;
    let size = |name: &str| attribute(drawing, name).and_then(|size| size.parse().ok()).unwrap_or(0.0);
    let (inner_width, inner_height): (f64, f64) = (size("width"), size("height"));
    let around = 1.2 * em;
    let width = inner_width + 2.0 * around;
    let (title_size, note_size) = (1.25 * em, 0.85 * em);
    let title = wrapped(title, inner_width / (LETTER * 1.06 * title_size));
    let note = wrapped(note, inner_width / (LETTER * note_size));
    let tall = |lines: &[String], size: f64| lines.len() as f64 * LINE * size;
    let above = around + tall(&title, title_size) + 0.5 * em;
    let below = 0.6 * em + tall(&note, note_size) + around;
    let height = above + inner_height + below;
    let (w, h) = (short(width), short(height));

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"{FONTS}\">\n"
    );
    let named: Vec<String> = title.iter().map(|line| escaped(line)).collect();
    push(&mut svg, format_args!("<title>{}</title>\n", named.join(" ")));
    if !address.is_empty() {
        push(&mut svg, format_args!("<metadata>{}</metadata>\n", escaped(address)));
    }
    push(&mut svg, format_args!("<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n"));
    let mut lines = |lines: &[String], size: f64, from: f64, style: &str| {
        for (i, line) in lines.iter().enumerate() {
            let y = short(from + (i as f64 + 0.75) * LINE * size);
            let (x, size, line) = (short(around), short(size), escaped(line));
            push(
                &mut svg,
                format_args!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {style}>{line}</text>\n"),
            );
        }
    };
    lines(&title, title_size, around, &format!("font-weight=\"600\" fill=\"{INK}\""));
    lines(&note, note_size, above + inner_height + 0.6 * em, &format!("fill=\"{SOFT}\""));
    push(&mut svg, format_args!("<g transform=\"translate({} {})\">\n", short(around), short(above)));
    for node in &drawing.inside {
        if !matches!(node, Node::Element(element) if ["title", "desc"].contains(&element.name.as_str())) {
            write_node(&mut svg, node);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    Standalone { svg, width, height }
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn write_node(svg: &mut String, node: &Node) {
    let element = match node {
        Node::Text(text) => return svg.push_str(&escaped(text)),
        Node::Element(element) => element,
    };
    let is_live = |class: &str| class.split_whitespace().any(|name| name == LIVE);
    if attribute(element, "class").is_some_and(is_live) || style(element, "display") == "none" {
        return;
    }
    push(svg, format_args!("<{}", element.name));
    for (name, value) in &element.attributes {
        let value = match name.as_str() {
            "class" | "role" | "style" | "tabindex" => continue,
            name if name.starts_with("aria-") || name.starts_with("data-") => continue,
            // Not every program knows distances in sizes of letters.
            "dy" => match value.strip_suffix("em").and_then(|ems| ems.parse::<f64>().ok()) {
                Some(ems) => short(ems * pixels(style(element, "font-size")).unwrap_or(0.0)),
                None => value.clone(),
            },
            _ => value.clone(),
        };
        push(svg, format_args!(" {name}=\"{}\"", escaped(&value)));
    }
    write_style(svg, element);
    if element.inside.is_empty() {
        return svg.push_str("/>");
    }
    svg.push('>');
    element.inside.iter().for_each(|inside| write_node(svg, inside));
    push(svg, format_args!("</{}>", element.name));
}

fn style<'a>(element: &'a Element, property: &str) -> &'a str {
    element.style.iter().find(|(name, _)| name == property).map_or("", |(_, value)| value.as_str())
}

/// The computed style as attributes, without what goes without saying.
fn write_style(svg: &mut String, element: &Element) {
    let unstroked = style(element, "stroke") == "none";
    for (property, usual) in PROPERTIES {
        let value = style(element, property);
        if value.is_empty()
            || (unstroked && property.starts_with("stroke-"))
            || (element.name != "text" && ["font-size", "font-weight", "text-anchor"].contains(&property))
        {
            continue;
        }
        let (value, opacity) = match colour(value) {
            Some((colour, opacity)) => (colour, opacity),
            None => (plain(value), 1.0),
        };
        if value != usual {
            push(svg, format_args!(" {property}=\"{}\"", escaped(&value)));
        }
        if opacity < 1.0 {
            push(svg, format_args!(" {property}-opacity=\"{}\"", short(opacity)));
        }
    }
}

/// A computed colour as hexadecimal digits, which every program reads, and its opacity.
fn colour(value: &str) -> Option<(String, f64)> {
    let inside = value.strip_prefix("rgba(").or_else(|| value.strip_prefix("rgb("))?.strip_suffix(')')?;
    let parts: Option<Vec<f64>> = inside.split(',').map(|part| part.trim().parse().ok()).collect();
    match parts?.as_slice() {
        [r, g, b, opacity @ ..] => Some((
            format!("#{r:02x}{g:02x}{b:02x}", r = *r as u8, g = *g as u8, b = *b as u8),
            opacity.first().copied().unwrap_or(1.0),
        )),
        _ => None,
    }
}

/// Lengths in pixels as numbers.
fn plain(value: &str) -> String {
    let one = |part: &str| pixels(part.trim()).map_or_else(|| part.trim().to_owned(), short);
    value.split(',').map(one).collect::<Vec<_>>().join(" ")
}

fn pixels(length: &str) -> Option<f64> {
    length.strip_suffix("px")?.parse().ok()
}

/// Words in lines of at most so many letters.
fn wrapped(text: &str, letters: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if (line.chars().count() + 1 + word.chars().count()) as f64 <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A number to a hundredth.
fn short(value: f64) -> String {
    ((value * 100.0).round() / 100.0 + 0.0).to_string()
}

fn push(svg: &mut String, part: std::fmt::Arguments<'_>) {
    svg.write_fmt(part).expect("a string accepts every write");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(
        name: &str,
        attributes: &[(&str, &str)],
        style: &[(&str, &str)],
        inside: Vec<Node>,
    ) -> Element {
        let owned = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        Element { name: name.to_owned(), attributes: owned(attributes), style: owned(style), inside }
    }

    fn drawn(inside: Vec<Element>) -> Element {
        let size = [("width", "400"), ("height", "200"), ("class", "chart"), ("role", "img")];
        element("svg", &size, &[], inside.into_iter().map(Node::Element).collect())
    }

    fn sheet(drawing: &Element) -> Standalone {
        let title = "Turnover & forecast: when it reaches the target of a thousand million dollars";
        standalone(&Sheet { drawing, title, note: "Data to 2025.", address: "http://x/#a&b", em: 14.0 })
    }

    #[test]
    fn a_shape_keeps_its_looks_without_a_stylesheet() {
        let style = [
            ("fill", "none"),
            ("stroke", "rgba(11, 95, 153, 0.5)"),
            ("stroke-width", "2.56px"),
            ("stroke-dasharray", "1px, 5.12px"),
            ("opacity", "1"),
            ("font-size", "12.8px"),
        ];
        let path = element("path", &[("class", "median"), ("d", "M0 1L2 3")], &style, vec![]);
        let svg = sheet(&drawn(vec![path])).svg;
        let expected = "<path d=\"M0 1L2 3\" fill=\"none\" stroke=\"#0b5f99\" stroke-opacity=\"0.5\" stroke-width=\"2.56\" \
                        stroke-dasharray=\"1 5.12\"/>";
        assert!(svg.contains(expected), "{svg}");
        assert!(!svg.contains("class=") && !svg.contains("role="), "{svg}");
    }

    #[test]
    fn words_are_moved_in_pixels_and_escaped() {
        let style =
            [("fill", "rgb(0, 0, 0)"), ("font-size", "10px"), ("text-anchor", "end"), ("stroke", "none")];
        let text =
            element("text", &[("x", "5"), ("dy", "0.35em")], &style, vec![Node::Text("< 5 %".to_owned())]);
        let svg = sheet(&drawn(vec![text])).svg;
        assert!(
            svg.contains("<text x=\"5\" dy=\"3.5\" font-size=\"10\" text-anchor=\"end\">&lt; 5 %</text>"),
            "{svg}"
        );
    }

    #[test]
    fn what_only_answers_the_pointer_stays_on_the_screen() {
        let live = element("line", &[("class", "read live"), ("x1", "3")], &[], vec![]);
        let gone = element("g", &[], &[("display", "none")], vec![]);
        let named = element("title", &[("id", "fan-title")], &[], vec![Node::Text("Fan".to_owned())]);
        let svg = sheet(&drawn(vec![live, gone, named])).svg;
        assert!(!svg.contains("<line") && !svg.contains("Fan") && !svg.contains("<g/>"), "{svg}");
    }

    #[test]
    fn title_and_note_stand_around_the_drawing() {
        let file = sheet(&drawn(vec![]));
        assert!(file.width > 400.0 && file.height > 200.0 + 4.0 * 14.0);
        // The title is too long for one line of 400 pixels.
        assert!(file.svg.matches("font-weight=\"600\"").count() >= 2, "{}", file.svg);
        assert!(file.svg.contains("<title>Turnover &amp; forecast"), "{}", file.svg);
        assert!(
            file.svg.contains("<metadata>http://x/#a&amp;b</metadata>")
                && file.svg.contains(">Data to 2025.<")
        );
    }
}
