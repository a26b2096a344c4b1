-- Opens the opta.yaml of this folder: its mistake is shown, mended, and gone; then completion and the server's end.
local function run()
  vim.cmd('edit opta.yaml')
  local client = vim.lsp.start_client({ name = 'opta', cmd = { vim.env.OPTA, 'lsp' }, root_dir = vim.fn.getcwd() })
  assert(client, 'the client did not start')
  vim.lsp.buf_attach_client(0, client)

  local function shown(count)
    local done = vim.wait(20000, function() return #vim.diagnostic.get(0) == count end, 20)
    assert(done, 'diagnostics: ' .. vim.inspect(vim.diagnostic.get(0)))
    return vim.diagnostic.get(0)
  end

  local found = shown(1)[1]
  assert(found.severity == vim.diagnostic.severity.ERROR, vim.inspect(found))
  assert(found.message:find('did you mean `single_nat_gateway`?', 1, true), found.message)
  assert(found.lnum == 6 and found.col == 4, vim.inspect(found))

  vim.api.nvim_buf_set_lines(0, 6, 7, false, { '    single_nat_gateway: ' })
  shown(0)

  local answer = vim.lsp.buf_request_sync(0, 'textDocument/completion', {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = 6, character = 24 },
  }, 5000)
  local labels = vim.tbl_map(function(item) return item.label end, answer[client].result.items)
  assert(vim.deep_equal(labels, { 'false', 'true' }) or vim.deep_equal(labels, { 'true', 'false' }), vim.inspect(labels))

  vim.lsp.stop_client(client)
  assert(vim.wait(5000, function() return vim.lsp.client_is_stopped(client) end, 20), 'the server did not end')
end

local ok, problem = pcall(run)
print(ok and '1 passed, 0 failed' or '0 passed, 1 failed\n' .. tostring(problem))
vim.cmd(ok and 'qall!' or 'cquit')
