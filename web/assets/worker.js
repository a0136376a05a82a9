// A worker: runs the module that the page hands over; from then on the program listens itself.
import start from "../tradecast.js";

onmessage = ({ data }) => start({ module_or_path: data });
