-- wrk … -s requests.lua URL -- FILE COOKIE: GET each path of FILE in turn.
-- wrk … -s requests.lua URL -- post PATH AUTHORIZATION PREFIX: POST a new complaint each time.
local requests, n = {}, 0
local posts, path, headers, prefix

function init(args)
  if args[1] == "post" then
    posts, path, prefix = true, args[2], args[4]
    headers = { ["Content-Type"] = "application/json" }
    if args[3] ~= "-" then headers["Authorization"] = args[3] end
    return
  end
  local given = {}
  if args[2] and args[2] ~= "-" then given["Cookie"] = args[2] end
  for line in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", line, given) end
end

function request()
  n = n + 1
  if not posts then return requests[(n - 1) % #requests + 1] end
  local body = string.format(
    '{"number":"%s-%07d","received_on":"2026-03-%02d","channel":"hotline","employer":"%s",' ..
    '"district":"GA","allegation":"wages","office":"%s"}',
    prefix, n, n % 28 + 1, EMPLOYER or "8000000001", OFFICE or "B-007")
  if WRAPPED then body = '{"values":' .. body .. '}' end
  return wrk.format("POST", path, headers, body)
end
