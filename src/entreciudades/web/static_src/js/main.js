import "htmx.org";
import "./main/once.js";
import "./main/unsaved.js";
