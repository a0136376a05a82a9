//! Axes that stand still while something is held or they are locked, and glide to their new place afterwards.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::browser;
use crate::view::Axes;

/// Milliseconds that axes take to their new place.
const GLIDE: f64 = 260.0;

/// What the axes are of; where it changes, there is nothing to glide from.
type Kind = (bool, bool);

/// The axes to draw with: the wanted ones, unless they are `held`. `kind` tells what cannot be glided between, such as a
/// linear axis and a logarithmic one.
#[hook]
pub(crate) fn use_axes(wanted: Option<Axes>, kind: Kind, held: bool) -> Option<Axes> {
    let kept = use_mut_ref(|| None::<(Kind, Axes)>);
    let redraw = use_force_update();
    let wanted = wanted.map(|axes| (kind, axes));
    if kept.borrow().as_ref().map(|(kind, _)| *kind) != wanted.as_ref().map(|(kind, _)| *kind) {
        *kept.borrow_mut() = wanted;
    }
    use_effect_with((wanted, held), {
        let kept = Rc::clone(&kept);
        move |(wanted, held)| {
            let going = Rc::new(Cell::new(true));
            let from = *kept.borrow();
            if let (Some((_, from)), Some((kind, to)), false) = (from, *wanted, *held)
                && from != to
            {
                let glide =
                    Glide { kept, kind, from, to, start: browser::now(), going: Rc::clone(&going), redraw };
                Rc::new(glide).step();
            }
            move || going.set(false)
        }
    });
    kept.borrow().map(|(_, axes)| axes)
}

/// Axes on their way.
struct Glide {
    kept: Rc<RefCell<Option<(Kind, Axes)>>>,
    kind: Kind,
    from: Axes,
    to: Axes,
    start: f64,
    going: Rc<Cell<bool>>,
    redraw: UseForceUpdateHandle,
}

impl Glide {
    fn step(self: Rc<Self>) {
        if !self.going.get() {
            return;
        }
        let share = if browser::prefers_stillness() { 1.0 } else { (browser::now() - self.start) / GLIDE };
        *self.kept.borrow_mut() = Some((self.kind, self.from.eased(self.to, share)));
        self.redraw.force_update();
        if share < 1.0 {
            browser::on_next_frame(move || self.step());
        }
    }
}
