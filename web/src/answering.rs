//! The answer to the choices of the moment: computed before the next frame, the latest question only.

use std::cell::RefCell;

use tradecast::Error;
use yew::prelude::*;

use crate::browser;
use crate::engine::{Ask, Engine, Latest, Shown};
use crate::state::State;

/// Futures simulated: as many as every other front end simulates by default, so that all print the same numbers.
const PATHS: u32 = 20_000;

struct Runner {
    engine: RefCell<Engine>,
    latest: RefCell<Latest<Ask>>,
}

/// The answer to the choices; absent until the first one is there.
#[hook]
pub(crate) fn use_answer(state: &State) -> Option<Result<Shown, Error>> {
    let runner = use_memo((), |()| Runner {
        engine: RefCell::new(Engine::new(PATHS, Some(tradecast_data::priors()))),
        latest: RefCell::new(Latest::default()),
    });
    let answer = use_state(|| None);
    let ask = question(state);
    use_effect_with(ask, {
        let answer = answer.setter();
        move |ask| match ask {
            Err(error) => answer.set(Some(Err(error.clone()))),
            Ok(ask) => {
                if runner.latest.borrow_mut().submit(ask.clone()) {
                    browser::on_next_frame(move || {
                        if let Some(ask) = runner.latest.borrow_mut().take() {
                            answer.set(Some(runner.engine.borrow_mut().ask(&ask)));
                        }
                    });
                }
            }
        }
    });
    (*answer).clone()
}

fn question(state: &State) -> Result<Ask, Error> {
    Ok(Ask {
        known: state.known(),
        target: state.engine_target()?,
        horizon: state.horizon(),
        assumptions: state.assumptions.clone(),
        priors: state.priors,
    })
}
