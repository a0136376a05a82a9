//! Drawings and sentences of the page as they are shown.

use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser::elements::{letter_size, root_attribute, set_root_attribute};
use crate::browser::window::window;
use crate::svg_file::{Element as SvgElement, Node, PROPERTIES};

/// The drawing of class `chart` in the element with an identifier, with the style that the light page gives it, and the size
/// of the letters around it.
pub(crate) fn drawing_in(id: &str) -> Option<(SvgElement, f64)> {
    let around = window().document()?.get_element_by_id(id)?;
    let drawing = around.query_selector("svg.chart").ok()??;
    Some((in_light(|| drawn(&drawing)), letter_size(&around)))
}

/// Does something in the colours of the light page: a file is for paper. Nothing is painted before those of the page are back.
pub(crate) fn in_light<T>(work: impl FnOnce() -> T) -> T {
    let theme = root_attribute("data-theme");
    set_root_attribute("data-theme", Some("light"));
    let done = work();
    set_root_attribute("data-theme", theme.as_deref());
    done
}

/// Something that a part of the page tells.
pub(crate) enum TabContent {
    /// A sentence.
    Sentence(String),
    /// A drawing with its title and the size of the letters around it.
    Drawing(SvgElement, String, f64),
}

/// What the element with an identifier tells, from top to bottom: its sentences of class `told` and its drawings of class `chart`;
/// nothing of what waits for an answer.
pub(crate) fn tab_content(id: &str) -> Vec<TabContent> {
    let found = window()
        .document()
        .and_then(|document| document.query_selector_all(&format!("#{id} .told, #{id} svg.chart")).ok());
    let Some(found) = found else { return Vec::new() };
    let elements = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<Element>().ok());
    let current = elements.filter(|element| {
        element.closest(".old, .outdated, [aria-busy=\"true\"]").is_ok_and(|waiting| waiting.is_none())
    });
    let told = |element: Element| {
        if element.tag_name() != "svg" {
            return TabContent::Sentence(element.text_content().unwrap_or_default());
        }
        let title = element.query_selector("title").ok().flatten().and_then(|title| title.text_content());
        let title = title.or_else(|| element.get_attribute("aria-label")).unwrap_or_default();
        let em = element.parent_element().map_or(16.0, |around| letter_size(&around));
        TabContent::Drawing(drawn(&element), title, em)
    };
    in_light(|| current.map(told).collect())
}

pub(crate) fn drawn(element: &Element) -> SvgElement {
    let name = element.tag_name();
    let attributes = element.get_attribute_names();
    let attributes = attributes.iter().filter_map(|name| name.as_string());
    let attributes = attributes.filter_map(|name| Some((name.clone(), element.get_attribute(&name)?)));
    let style = window().get_computed_style(element).ok().flatten();
    let style = style.map_or_else(Vec::new, |style| {
        let paints = ["path", "line", "rect", "circle", "text", "tspan"].contains(&name.as_str());
        let properties = PROPERTIES.into_iter().map(|(property, _)| property).filter(|_| paints);
        let value = |property: &str| style.get_property_value(property).unwrap_or_default();
        properties.chain(["display"]).map(|property| (property.to_owned(), value(property))).collect()
    });
    let nodes = element.child_nodes();
    let inside = (0..nodes.length()).filter_map(|i| nodes.item(i));
    let inside = inside.filter_map(|node| match node.dyn_ref::<Element>() {
        Some(element) => Some(Node::Element(drawn(element))),
        None => node.text_content().filter(|_| node.node_type() == TEXT).map(Node::Text),
    });
    SvgElement { attributes: attributes.collect(), style, inside: inside.collect(), name }
}

/// What kind of node holds words.
pub(crate) const TEXT: u16 = web_sys::Node::TEXT_NODE;
