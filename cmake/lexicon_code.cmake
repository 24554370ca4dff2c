# Writes a header with a hash of the sources that decide what a compiled dictionary is made of, so that an image of another
# state of the program is never taken for one of this.
# usage: cmake -DOUT=FILE -DSOURCES=a;b;c -P lexicon_code.cmake
set(hashes "")
foreach(source ${SOURCES})
  file(SHA256 "${source}" hash)
  string(APPEND hashes "${hash}")
endforeach()
string(SHA256 code "${hashes}")
string(SUBSTRING "${code}" 0 20 code)
file(WRITE "${OUT}" "// Made from the sources by cmake/lexicon_code.cmake.\n#define SPOKES_LEXICON_CODE \"${code}\"\n")
