-- The citation processor: a request a line in, an answer a line out, until nobody asks any more.
-- A request is a document with its citations, as pandoc's JSON, and its references, as CSL-JSON.

local function answer(line)
  local request = pandoc.json.decode(line, false)
  local document = pandoc.read(request.document, 'json')
  document.meta.references = pandoc.read(request.references, 'csljson').meta.references
  local done = pandoc.utils.citeproc(document)
  done.meta = {}
  return pandoc.write(done, 'json')
end

io.write(tostring(PANDOC_VERSION), '\n')
io.flush()
for line in io.lines() do
  local fine, result = pcall(answer, line)
  io.write(fine and result or pandoc.json.encode({ error = tostring(result) }), '\n')
  io.flush()
end
