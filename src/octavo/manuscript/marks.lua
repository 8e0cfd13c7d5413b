-- What only the whole publication can settle, marked in the tree of one text, and labels that Pandoc leaves as text:
-- citations, cross-references, labels of equations, captions of listings, the place of the bibliography.

local KINDS = {sec = true, fig = true, tbl = true, lst = true, eq = true}
local met, refs, displayed = 0, false, false

local function is_label(id)
  local kind = id:match("^(%a+)[-:].")
  return kind ~= nil and KINDS[kind:sub(1, 1):lower() .. kind:sub(2)] == true
end

local function all_labels(citations)
  for _, each in ipairs(citations) do
    if not is_label(each.id) then return false end
  end
  return true
end

local function reference(each)
  local prefix = pandoc.Span(each.prefix, {"", {"octavo-prefix"}})
  local suffix = pandoc.Span(each.suffix, {"", {"octavo-suffix"}})
  return pandoc.Span({prefix, suffix}, {"", {"octavo-ref"}, {["data-label"] = each.id, ["data-mode"] = each.mode}})
end

local function cite(element)
  if all_labels(element.citations) then
    return pandoc.Span(element.citations:map(reference), {"", {"octavo-xref"}})
  end
  met = met + 1
  local json = pandoc.write(pandoc.Pandoc({pandoc.Plain({element})}), "json")
  return pandoc.Span(element.content, {"", {"octavo-cite"}, {["data-cite"] = json, ["data-nth"] = tostring(met)}})
end

local function equation(math, id)
  return pandoc.Span({math}, {id, {"octavo-equation"}})
end

-- `$$…$$ {#eq-x}`: the braces have come as text.
local function labelled(inlines)
  local out, i = pandoc.Inlines({}), 1
  while i <= #inlines do
    local here = inlines[i]
    if here.t == "Math" and here.mathtype == "DisplayMath" then
      local tex, id = here.text, nil
      tex = tex:gsub("%s*\\label{([^{}]+)}", function(name) id = name return "" end)
      local after = inlines[i + 1]
      local skip = after and (after.t == "Space" or after.t == "SoftBreak") and 1 or 0
      local braces = inlines[i + 1 + skip]
      if braces and braces.t == "Str" then
        local name, rest = braces.text:match("^{#(eq[-:][^{}%s]+)}(.*)$")
        if name then
          id, i = name, i + 1 + skip
          if rest ~= "" then inlines[i] = pandoc.Str(rest) i = i - 1 end
        end
      end
      out:insert(id and equation(pandoc.Math("DisplayMath", tex), id) or here)
    else
      out:insert(here)
    end
    i = i + 1
  end
  return out
end

local CAPTIONS = {"lst-cap", "caption", "title", "filename"}

local function listing(block)
  local text
  for _, key in ipairs(CAPTIONS) do
    text = text or block.attributes[key]
    block.attributes[key] = nil
  end
  local is_named = block.identifier:match("^lst[-:].") ~= nil
  if not text and not is_named then return nil end
  local caption = text and pandoc.utils.blocks_to_inlines(pandoc.read(text, "markdown").blocks) or {}
  local attributes = {block.identifier, {"octavo-listing"}}
  block.identifier = ""
  return pandoc.Div({pandoc.Div({pandoc.Plain(caption)}, {"", {"octavo-caption"}}), block}, attributes)
end

local function notice_place(div)
  if div.identifier == "refs" then refs = true end
end

local function notice_display(math)
  if math.mathtype == "DisplayMath" then displayed = true end
end

function Pandoc(document)
  document = document:walk({CodeBlock = listing, Div = notice_place, Math = notice_display})
  -- To go over every list of inlines takes a third of Pandoc's time: only where there is something to be found.
  if displayed then document = document:walk({Inlines = labelled}) end
  document = document:walk({Cite = cite})
  if document.meta["octavo-refs"] and not refs then
    document.blocks:insert(pandoc.Div({}, {"refs", {"octavo-refs"}}))
  end
  return document
end
