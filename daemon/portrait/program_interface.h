/* What fivestar-portrait is given: the picture on standard input, where the pixels go to standard output, and on this
 * descriptor the plug-in, open for reading. */
#ifndef FIVESTAR_PORTRAIT_PROGRAM_INTERFACE_H
#define FIVESTAR_PORTRAIT_PROGRAM_INTERFACE_H

#define FIVESTAR_PORTRAIT_PLUGIN_DESCRIPTOR 3

#endif
