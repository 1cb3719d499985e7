#define NCURSES_WIDECHAR 1 /* must stand before the include */
#include <curses.h>
#include <wchar.h>
/* Declared by wchar.h only for X/Open programs, which Swift's view of the C library is not. */
extern int wcwidth(wchar_t);
