import "htmx.org";
import "./main/once.js";
