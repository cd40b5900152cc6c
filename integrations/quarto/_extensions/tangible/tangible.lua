--- {{< tangible slug step=2 params="beta=10" >}}: a live demo of Tangible in HTML and reveal.js documents; its recorded
--- picture with a link to the notebook in PDF, Word and PowerPoint. The site is `tangible-site` in the document's header.

local text = pandoc.utils.stringify
local DEFAULT_SITE = "http://localhost:4173"

--- An attribute's value, or nil when the shortcode does not give it.
local function given(kwargs, name)
  local value = kwargs[name] and text(kwargs[name]) or ""
  return value ~= "" and value or nil
end

local function escape(value)
  return (value:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;"):gsub(">", "&gt;"))
end

--- The notebook's address at the state that the shortcode asks for.
local function address(site, slug, kwargs)
  local parts = {}
  for _, name in ipairs({ "step", "seed" }) do
    local value = given(kwargs, name)
    if value then
      table.insert(parts, name .. "=" .. value)
    end
  end
  local params = given(kwargs, "params")
  if params then
    table.insert(parts, params)
  end
  return site .. "/n/" .. slug .. (#parts > 0 and "?" .. table.concat(parts, "&") or "")
end

--- The element, with the picture as what is shown without script.
local function element(site, slug, kwargs, link, poster, alt)
  local attributes = { ('slug="%s"'):format(escape(slug)) }
  for _, name in ipairs({ "step", "seed", "params", "theme", "ui", "bg", "motion", "engine", "height", "steps", "until" }) do
    local value = given(kwargs, name)
    if value then
      table.insert(attributes, ('%s="%s"'):format(name, escape(value)))
    end
  end
  return ('<tangible-demo %s><a href="%s"><img src="%s" alt="%s"></a></tangible-demo>'):format(
    table.concat(attributes, " "),
    escape(link),
    escape(poster),
    escape(alt)
  )
end

return {
  ["tangible"] = function(args, kwargs, meta)
    local slug = args[1] and text(args[1]) or ""
    if not slug:match("^[%w-]+$") then
      error("tangible: name the notebook, for example {{< tangible hopfield-capacity step=2 >}}")
    end
    local site = meta["tangible-site"] and text(meta["tangible-site"]) or DEFAULT_SITE
    site = site:gsub("/+$", "")
    local step = given(kwargs, "step") or "0"
    local alt = given(kwargs, "alt") or slug:gsub("-", " ")
    local link = address(site, slug, kwargs)
    local poster = ("%s/poster/%s/%s.png"):format(site, slug, step)
    if quarto.doc.is_format("html:js") or quarto.doc.is_format("revealjs") then
      quarto.doc.include_text("after-body", ('<script src="%s/embed.js"></script>'):format(escape(site)))
      return pandoc.RawBlock("html", element(site, slug, kwargs, link, poster, alt))
    end
    local picture = pandoc.Image({ pandoc.Str(alt) }, poster)
    return pandoc.Para({ pandoc.Link({ picture }, link) })
  end,
}
