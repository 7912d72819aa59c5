// What cannot be read is refused by the server, with a message. Left to itself, the picker puts today in its place.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
