"""The EPUB press: one galley cut into the files of a book, with navigation, metadata and a cover.

`package.bind` is the way in. Everything here is a pure function of what it is given: no clock, no locale, no folder.
"""
