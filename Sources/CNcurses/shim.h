#define NCURSES_WIDECHAR 1 /* must stand before the include */
#include <curses.h>
